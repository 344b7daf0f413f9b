"""Which fields a template reads, spelled as those a context offers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pipeline.word.tags import paths
from pipeline.word.template import Template
from pipeline.word.text import paragraphs


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("{{ name }}", {"name"}),
        ("{{ person.name }}{{ person['post'] }}", {"person.name", "person.post"}),
        ("{% if a %}{% for d in a %}{{ d.label }}{{ loop.index }}{% endfor %}{% endif %}", {"a[].label"}),
        ("{% for n in names %}{{ n }}{% endfor %}", {"names[]"}),
        ("{{ names|join('、') }}", {"names[]"}),
        ("{{ duties|map(attribute='label')|join('、') }}", {"duties[].label"}),
        ("{% for d in duties|sort(attribute='at') %}{{ d.label }}{% endfor %}", {"duties[].at", "duties[].label"}),
        ("{{ duties[0].label }}{{ (duties|first).at }}", {"duties[].label", "duties[].at"}),
        ("{% for g in a %}{% for i in g.of %}{{ i.x ~ g.y }}{% endfor %}{% endfor %}", {"a[].of[].x", "a[].y"}),
        ("{% set p = person %}{{ p.name }}{% set q = 1 %}{{ q }}", {"person.name"}),
        ("{% with p = person %}{{ p.name }}{% endwith %}", {"person.name"}),
        ("{% for row in days|batch(2) %}{% for d in row %}{{ d.at }}{% endfor %}{% endfor %}", {"days[].at"}),
        ("{% for i in range(3) %}{{ marks[i] }}{% endfor %}", {"marks[]"}),
        ("{{ duties|length }}", {"duties"}),
        ("{{ a if b.c else '无' }}", {"a", "b.c"}),
        ("{#{{ x }}#}{{ y }}", {"y"}),
    ],
)
def test_tags_of_a_template(make, text, tags):
    assert Template(make(text)).tags == tags


def test_tags_of_all_parts(make, table):
    def build(word):
        word.sections[0].header.paragraphs[0].text = "{{ head }}"
        word.sections[0].footer.paragraphs[0].text = "{{ foot.no }}"

    rows = table(["{%tr for r in rows %}"], ["{{ r.x }}"], ["{%tr endfor %}"])
    template = Template(make(build, rows, "{%p if f %}", "{%p endif %}"))
    assert template.tags == {"head", "foot.no", "rows[].x", "f"}
    assert template.names == {"head", "foot", "rows", "f"}


@dataclass(frozen=True)
class Duty:
    label: str
    days: int


def test_paths_of_a_context():
    context = {"name": "", "person": {"post": None}, "duties": [Duty("甲", 1)], "names": ("a", "b"), "none": []}
    assert paths(context) == {"name", "person.post", "duties[].label", "duties[].days", "names[]", "none"}


def test_items_may_differ():
    assert paths({"rows": [{"a": 1}, {"b": [1]}]}) == {"rows[].a", "rows[].b[]"}


def test_both_ways(make):
    template = Template(make("{{ name }}{% for d in duties %}{{ d.label }}{{ d.days }}{% endfor %}"))
    assert template.tags == paths({"name": "甲", "duties": [Duty("乙", 1)]})


def test_dataclasses_are_rendered(make):
    path = make("{% for d in duties %}{{ d.label }}{{ d.days }}{% endfor %}")
    assert paragraphs(Template(path).render({"duties": [Duty("乙", 1)]})) == ["乙1"]
