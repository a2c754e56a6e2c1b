"""JSON Merge Patch (RFC 7396): how one view becomes the next."""

from typing import Any, cast

View = dict[str, Any]
MISSING = object()
Known = dict[tuple[int, int], View]
"""Patches by the ids of the two objects they lie between; good for as long as those objects live."""


def compact(**fields: Any) -> View:
    """The fields that have a value: with nulls in it no merge patch could make a view."""
    return {name: value for name, value in fields.items() if value is not None}


def diff(old: View, new: View, known: Known | None = None) -> View:
    """The merge patch that turns `old` into `new`; empty when they are the same.

    Arrays are replaced as a whole. `new` must not need a null that `old` does not have, which views keep to.
    Views of several audiences share parts: with the same `known` these are compared once.
    """
    known = {} if known is None else known
    patch: View = {}
    added = 0
    for key, value in new.items():
        before = old.get(key, MISSING)
        if before is value:
            continue
        if before is MISSING:
            added += 1
        if isinstance(before, dict) and isinstance(value, dict):
            if inner := _known(cast(View, before), cast(View, value), known):
                patch[key] = inner
        elif before != value:
            patch[key] = value
    if len(new) - added < len(old):
        for key in old.keys() - new.keys():
            patch[key] = None
    return patch


def _known(old: View, new: View, known: Known) -> View:
    pair = (id(old), id(new))
    if pair not in known:
        known[pair] = diff(old, new, known)
    return known[pair]


def apply(target: View, patch: View) -> View:
    """The view after a merge patch; the arguments stay as they are."""
    merged = dict(target)
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict):
            before = merged.get(key)
            merged[key] = apply(cast(View, before) if isinstance(before, dict) else {}, cast(View, value))
        else:
            merged[key] = value
    return merged
