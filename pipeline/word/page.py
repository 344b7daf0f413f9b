"""An HTML page from its template: Jinja2 in its sandbox, every value escaped, nothing let in from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from traceback import extract_tb

from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.ooxml.plain_file import NotAFile, read_plain
from pipeline.word.errors import TemplateError
from pipeline.word.language import Missing, near_line

POLICY = "安全策略"
_INLINE = re.compile(r"^<(script|style)>(.*?)</\1>", re.DOTALL | re.MULTILINE)


def render_page(template: Path, context: Mapping[str, object]) -> bytes:
    """The page that `context` (text, lists, dicts) gives, UTF-8; the same bytes for the same context anywhere.

    The template's `{{ 安全策略 }}` is a Content-Security-Policy that admits its own `<style>` and `<script>`, by hash,
    and nothing else: each begins a line, and neither may hold tags. A template that cannot be used raises
    TemplateError, one Chinese sentence.
    """
    source = _read(template)
    language = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=Missing, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    try:
        page = language.from_string(source).render({POLICY: _policy(source), **context})
    except Exception as error:
        raise _explained(error, template.name, source) from error
    return page.encode("utf-8", "replace")  # half a character of a file name must not cost the page


def _explained(error: Exception, template: str, source: str) -> TemplateError:
    """What to tell staff about an exception of Jinja2, or of what a tag computes."""
    if isinstance(error, UndefinedError):
        return TemplateError("unknown_field", template, tag=error.message)
    if isinstance(error, SecurityError):
        return TemplateError("unsafe", template, tag=error.message)
    frames = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == "<template>"]
    line = error.lineno if isinstance(error, TemplateSyntaxError) else frames[-1] if frames else None
    code = "syntax" if isinstance(error, TemplateSyntaxError) else "failed"
    return TemplateError(code, template, part=f"第 {line} 行" if line else "正文", near=near_line(source, line))


def _policy(source: str) -> str:
    """What the page may run and look like: its own script and style. Nothing is loaded, sent or embedded."""
    allowed: dict[str, list[str]] = {"script": [], "style": []}
    for kind, text in _INLINE.findall(source):
        allowed[kind].append(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'")
    own = [f"{kind}-src {' '.join(hashes)}" for kind, hashes in allowed.items() if hashes]
    return "; ".join(["default-src 'none'", *own, "base-uri 'none'", "form-action 'none'"])


def _read(template: Path) -> str:
    """The source, in UTF-8 or as an older Windows editor saves it (GB18030), with plain line ends."""
    try:
        data = read_plain(template)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
    except FileNotFoundError as error:
        raise TemplateError("missing", template.name) from error
    except NotAFile as error:
        raise TemplateError("not_a_file", template.name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError("unreadable", template.name) from error
    if not text.strip():
        raise TemplateError("blank", template.name)
    return text.replace("\r\n", "\n").replace("\r", "\n")
