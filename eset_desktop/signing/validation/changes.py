# SPDX-License-Identifier: EUPL-1.2
"""Which changes after a signature are looked upon as harmless: pyHanko's rules, with the validation data freer.

A document security store shows nothing to anybody, and other programs rearrange it (EU DSS replaces the entries of
its ``/VRI``): whatever is reached through ``/DSS`` alone may change. An object that is used elsewhere too may not.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.diff_analysis.policies import StandardDiffPolicy
from pyhanko.sign.diff_analysis.rules.form_field_rules import DSSCompareRule
from pyhanko.sign.diff_analysis.rules_api import Context, ReferenceUpdate, WhitelistRule

_STORE: Final = ["/Root", "/DSS"]


class StoreRule(WhitelistRule):
    """Everything below ``/DSS`` and nowhere else may come, change and go."""

    def apply(self, old: Any, new: Any) -> Iterable[ReferenceUpdate]:
        """Yield the objects that this explains."""
        for reference in new.explicit_refs_in_revision():
            if old.is_ref_unassignable(reference):
                continue
            for path in old._get_usages_of_ref(reference):
                if list(path)[:2] == _STORE:
                    yield ReferenceUpdate(reference, context_checked=Context.from_absolute(old, path))
        for reference in _below(new):
            if old.is_ref_unassignable(reference):
                yield ReferenceUpdate(reference)


def _below(new: Any) -> Iterator[Any]:
    """Yield the objects of the revision ``new`` that are reached through its ``/DSS``."""
    changed = new.explicit_refs_in_revision() - new.refs_freed_in_revision()
    seen: set[Any] = set()
    waiting: list[Any] = [new.root.raw_get("/DSS")] if "/DSS" in new.root else []
    while waiting:
        value = waiting.pop()
        if isinstance(value, generic.IndirectObject):
            reference = value.reference
            if reference in seen or reference not in changed:
                continue
            seen.add(reference)
            yield reference
            value = new(reference)
        if isinstance(value, generic.DictionaryObject):
            waiting += [value.raw_get(key) for key in value]
        elif isinstance(value, generic.ArrayObject):
            waiting += [value.raw_get(number) for number in range(len(value))]


def _rules() -> list[Any]:
    stores = [rule for rule in DEFAULT_DIFF_POLICY.global_rules if _is_store(rule)]
    if len(stores) != 1:
        raise RuntimeError(stores)
    others = [rule for rule in DEFAULT_DIFF_POLICY.global_rules if not _is_store(rule)]
    return [*others, StoreRule().as_qualified(ModificationLevel.LTA_UPDATES)]


def _is_store(rule: Any) -> bool:
    return isinstance(getattr(rule, "rule", None), DSSCompareRule)


class _Policy(StandardDiffPolicy):
    """Objects that were in use may not be freed (shadow attack "hide"); Acrobat frees numbers that never were."""

    def apply(self, old: Any, new: Any, field_mdp_spec: Any = None, doc_mdp: Any = None) -> Any:
        """Compare two revisions; raises ``SuspiciousModification``."""
        used = old.reader.xrefs.get_historical_ref
        if any(used(each, old.revision) is not None for each in new.refs_freed_in_revision()):
            raise SuspiciousModification("objects that were in use are freed")
        return super().apply(old, new, field_mdp_spec, doc_mdp)


POLICY: Final = _Policy(_rules(), DEFAULT_DIFF_POLICY.form_rule, reject_object_freeing=False)
