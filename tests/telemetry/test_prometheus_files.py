"""The rules and the dashboard speak of metrics that there are, with labels that they have."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from longhaul.telemetry.declared import Declared
from longhaul.telemetry.metrics import WorkerMetrics
from longhaul_api.metrics import ApiMetrics

FOLDER: Final = Path(__file__).parents[2] / "deploy" / "prometheus"
SCRAPED: Final = {"instance", "job", "le"}
"""Labels that Prometheus gives, and the one of buckets."""
_NAME: Final = re.compile(r"\blonghaul_[a-z_]+")
_SELECTOR: Final = re.compile(r"\b(longhaul_[a-z_]+)\{([^}]*)\}")
_BY: Final = re.compile(r"by \(([^)]*)\)")


def declared() -> dict[str, Declared]:
    """Every series by its name, as a query writes it."""
    series: dict[str, Declared] = {}
    for one in (*ApiMetrics().declared, *WorkerMetrics().declared):
        suffixes = ("_bucket", "_sum", "_count") if one.kind == "histogram" else ("",)
        series |= {f"{one.name}{suffix}": one for suffix in suffixes}
    return series


def rules() -> list[dict[str, Any]]:
    """The rules of all groups."""
    document = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))
    return [rule for group in document["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    """The panels of the dashboard."""
    return json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))["panels"]


def queries() -> list[str]:
    """Every query of both files."""
    targets = [target for panel in panels() for target in panel["targets"]]
    return [one["expr"] for one in (*rules(), *targets)]


@pytest.mark.parametrize("query", queries())
def test_a_query_names_metrics_that_a_process_exports(query: str) -> None:
    named = set(_NAME.findall(query))

    assert named or 'up{job=~"longhaul-.*"}' in query
    assert set() == named - declared().keys()


@pytest.mark.parametrize("query", queries())
def test_a_query_asks_for_labels_that_its_metrics_have(query: str) -> None:
    known = declared()
    labels = {label for name in _NAME.findall(query) for label in known[name].labels}

    selected = {
        (name, label.partition("=")[0].strip("!~ "))
        for name, matchers in _SELECTOR.findall(query)
        for label in matchers.split(",")
    }
    grouped = {label.strip() for names in _BY.findall(query) for label in names.split(",")}

    assert set() == {(name, label) for name, label in selected if label not in known[name].labels}
    assert set() == grouped - labels - SCRAPED


def test_the_rules_are_a_file_of_rules() -> None:
    document = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))

    assert ["groups"] == list(document)
    assert all({"name", "rules"} == group.keys() for group in document["groups"])
    for rule in rules():
        assert (
            {"alert", "expr", "labels", "annotations"}
            <= rule.keys()
            <= {"alert", "expr", "for", "labels", "annotations"}
        )
        assert rule["labels"]["severity"] in {"warning", "critical"}
        assert {"summary", "action"} == rule["annotations"].keys()
    assert len(rules()) == len({rule["alert"] for rule in rules()})


def test_the_dashboard_can_be_imported_anywhere() -> None:
    document = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))

    assert {"${datasource}"} == {panel["datasource"]["uid"] for panel in panels()}
    assert ["datasource"] == [variable["name"] for variable in document["templating"]["list"]]
    assert len(panels()) == len({panel["id"] for panel in panels()}) == len({panel["title"] for panel in panels()})
    assert "id" not in document, "an id is of one Grafana alone"


def test_names_follow_the_conventions_of_prometheus() -> None:
    for one in declared().values():
        assert ("counter" == one.kind) == one.name.endswith("_total"), one
        assert one.kind != "histogram" or one.name.endswith("_seconds"), one
        assert not re.search(r"_(ms|kb|mb|minutes|percent)(_|$)", one.name), one
        assert one.documentation.endswith("."), one


def test_no_label_can_hold_what_belongs_to_a_person_or_a_job() -> None:
    labels = {label for one in declared().values() for label in one.labels}

    allowed = {"task", "queue", "status", "cause", "reason", "schedule", "outcome", "how", "state", "source", "version"}
    assert set() == labels - allowed - {"method", "route", "transport"}
