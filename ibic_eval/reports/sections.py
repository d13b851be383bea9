"""Leaves out of a chapter the sections in which no cell has anything to show."""

from itertools import takewhile

import nbformat

Cells = list[nbformat.NotebookNode]


def without_empty_sections(content: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook without sections whose cells show something, but all of it empty.

    A section runs from a heading of second level or deeper to the next heading; one with only
    words stays, and so does one that has a section below it that stays.
    """
    sections = _sections(content.cells)
    empty = [_is_empty(cells) for cells in sections]
    kept = [
        cells
        for at, cells in enumerate(sections)
        if not empty[at] or not all(empty[below] for below in _below(sections, at))
    ]
    return nbformat.NotebookNode({**content, "cells": [cell for cells in kept for cell in cells]})


def _sections(cells: Cells) -> list[Cells]:
    found: list[Cells] = [[]]
    for cell in cells:
        if _depth(cell) > 1:
            found.append([])
        found[-1].append(cell)
    return found


def _depth(cell: nbformat.NotebookNode) -> int:
    """Return the level of the heading that a cell begins with, 0 where it has none."""
    if cell.cell_type != "markdown" or not cell.source.startswith("#"):
        return 0
    return len(cell.source) - len(cell.source.lstrip("#"))


def _is_empty(cells: Cells) -> bool:
    shown = [output for cell in cells for output in cell.get("outputs", []) if "data" in output]
    return bool(shown) and not any(output.data["text/html"].strip() for output in shown)


def _below(sections: list[Cells], at: int) -> list[int]:
    """Return the places of the sections below one, nearest first."""
    depth = _depth(sections[at][0])
    later = range(at + 1, len(sections))
    return list(takewhile(lambda place: _depth(sections[place][0]) > depth, later))
