"""What is wrong with a municipality's project plan, and what in it doesn't add up."""

from pathlib import Path

import pandas as pd

from ibic_eval.display.plan_findings import finding_sentences
from ibic_eval.errors import InputError
from ibic_eval.estimates.plan_findings import plan_findings
from ibic_eval.sources.projects import FILE, project_plan_file, read_project_plan
from ibic_eval.tables.issues import ERROR, WARNING, Issue, issues_table


def plan_issues(folder: Path | None) -> pd.DataFrame:
    """Return the one fault of `project.yml`, or as warnings what in the plan contradicts itself."""
    path = project_plan_file(folder) if folder else None
    if path is None:
        return issues_table([])
    try:
        findings = plan_findings(read_project_plan(path))
    except InputError as error:
        return issues_table([Issue(FILE, str(error))])
    told = finding_sentences(findings)["sentence"]
    return issues_table(Issue(FILE, f"Filen {FILE}: {sentence}", WARNING) for sentence in told)


def plan_faults(folder: Path | None) -> pd.DataFrame:
    """Return the fault that keeps `project.yml` from being read, without what doesn't add up."""
    issues = plan_issues(folder)
    return issues[issues["severity"].eq(ERROR)]
