# One command a job; `make` alone lists them. Every target sets up what it needs.
# No figure, date or name of a plan stands here: they are in input/<year>/plan.toml.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
VENV   := .venv
RUN    := PYTHONUTF8=1 $(VENV)/bin/python
PIP    := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet
LOG    := $(VENV)/setup.log
WHICH  := $(if $(YEAR),--year "$(YEAR)") $(if $(ROOT),--root "$(ROOT)")
# What needs the plan alone, or no record, is the same on any day and knows no --as-of.
OPTS   := $(WHICH) $(if $(AS_OF),--as-of "$(AS_OF)")
# An environment that was made by a Python that is gone, or copied from another computer, is made anew.
FOUND  := $(shell [ ! -e $(VENV)/ready ] || $(VENV)/bin/python -c 'import click' 2>/dev/null || rm -rf $(VENV))

# What the tests of pages need beside Python: Debian packages.
OFFICE := libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils fonts-babelstone-han chromium chromium-driver

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Targets of one command take turns, also under -j: they set up one environment and write into one year.
.NOTPARALLEL:
.PHONY: help annual-report check notice agreements assessments handover forms plan clean test lint bench sample lock office

help: ## 列出所有命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  选项：YEAR=2024 指定年度；AS_OF=2024-09-30 按该日情况查看；ROOT=文件夹 使用别处的 input/ 和 templates/"

annual-report: $(VENV)/ready ## 主要工作：检查台账，生成考核表和年度报告
	@$(RUN) -m pipeline annual-report $(OPTS)

check: $(VENV)/ready ## 只检查台账，生成问题清单
	@$(RUN) -m pipeline check $(OPTS)

notice: $(VENV)/ready ## 生成印发方案的通知（只需要 plan.toml）
	@$(RUN) -m pipeline notice $(WHICH)

agreements: $(VENV)/ready ## 检查名册，生成每名特派员的补充协议（年初没有台账也可以）
	@$(RUN) -m pipeline agreements $(OPTS)

assessments: $(VENV)/ready ## 检查台账，生成每名特派员的考核表
	@$(RUN) -m pipeline assessments $(OPTS)

handover: $(VENV)/ready ## 生成全部文件，按工作站和局机关打包，附移交清单
	@$(RUN) -m pipeline handover $(OPTS)

forms: $(VENV)/ready ## 生成空白台账：带下拉列表、示例和填表说明
	@$(RUN) -m pipeline forms $(WHICH)

plan: $(VENV)/ready ## 核对 plan.toml 与印发的方案：make plan ISSUED=方案.docx
	@$(if $(ISSUED),$(RUN) -m pipeline plan $(WHICH) --issued "$(ISSUED)",echo "请指明印发的方案：make plan ISSUED=方案.docx（txt、docx、pdf 均可）"; exit 2)

clean: $(VENV)/ready ## 删除可以重新生成的文件；改过的文件和生成记录不动
	@$(RUN) -m pipeline clean $(WHICH)

test: $(VENV)/ready-dev office ## 运行全部测试（开发）
	@$(RUN) -m pytest

lint: $(VENV)/ready-dev ## 代码规范与类型检查（开发）
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(VENV)/bin/lint-imports --no-cache --no-logo

bench: $(VENV)/ready-dev ## 与逐份套用模板比较快慢（开发）
	@$(RUN) -m bench.annual_report
	@$(RUN) -m bench.agreements
	@$(RUN) -m bench.reading
	@$(RUN) -m bench.judging

sample: $(VENV)/ready ## 重新生成样例年度 input/2024 的工作簿（开发）
	@$(RUN) -m bench.sample_year

lock: $(VENV)/ready-dev ## 更新依赖锁定文件（开发）
	@$(RUN) -m piptools compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --no-annotate --no-header --strip-extras --allow-unsafe -o requirements.lock pyproject.toml
	@$(RUN) -m piptools compile -q --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --no-annotate --no-header --strip-extras --allow-unsafe -c requirements.lock -o requirements-dev.lock pyproject.toml

office:
	@$(foreach tool,soffice pdftoppm chromium chromedriver,command -v $(tool) >/dev/null &&) exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(OFFICE) >/dev/null; \
	fi || true; \
	$(foreach tool,soffice pdftoppm chromium chromedriver,command -v $(tool) >/dev/null &&) exit 0; \
	echo "没有 LibreOffice 或 Chromium，版面测试将跳过。Debian 上安装：sudo apt-get install --no-install-recommends $(OFFICE)"

# How many packages a lock file names
COUNT = $$(grep -c == $(1))
UNFINISHED = { echo "没有装完：请检查网络后重新运行，已装好的不会重装。详情见 $(LOG)"; exit 1; }

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "需要 Python 3.11 或更新的版本。已安装在别处时：make PYTHON=/路径/python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python 缺少 venv 模块。Debian 上安装：sudo apt-get install python3-venv"; exit 1; }
	@mkdir -p $(VENV) 2>/dev/null || { echo "不能在 $(CURDIR) 中建立文件夹，请检查写入权限。"; exit 1; }
	@echo "首次运行，先准备运行环境，只做一次，约一分钟。"
	@echo "  建立 Python 环境 $(VENV)（约 10 秒）……"
	@$(PYTHON) -m venv $(VENV) >$(LOG) 2>&1 || { echo "没有建成 Python 环境。详情见 $(LOG)"; exit 1; }
	@touch $@

$(VENV)/ready: requirements.lock | $(VENV)/python
	@echo "  下载并安装 $(call COUNT,$<) 个程序包（约 40 秒，视网速而定）……"
	@$(PIP) install --require-hashes -r $< >$(LOG) 2>&1 || $(UNFINISHED)
	@echo "运行环境已备好。"
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock $(VENV)/ready
	@echo "  下载并安装开发用的 $(call COUNT,$<) 个程序包（约一分钟，视网速而定）……"
	@$(PIP) install --require-hashes -r $< >$(LOG) 2>&1 || $(UNFINISHED)
	@touch $@

.DEFAULT:
	@echo "没有 $@ 这个命令。只打 make 列出所有命令。"; exit 2
