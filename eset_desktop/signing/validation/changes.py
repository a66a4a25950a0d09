# SPDX-License-Identifier: EUPL-1.2
"""Which changes after a signature are looked upon as harmless: pyHanko's rules, freer with validation data, stricter with metadata.

A document security store shows nothing to anybody, and other programs rearrange it (EU DSS replaces the entries of
its ``/VRI``): whatever is reached through ``/DSS`` alone may change. An object that is used elsewhere too may not.
Title and author are shown to people; only what programs write of themselves when they save may change
(:mod:`~eset_desktop.signing.validation.metadata`).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    ModificationLevel,
    SuspiciousModification,
    policies,
)
from pyhanko.sign.diff_analysis.policies import StandardDiffPolicy
from pyhanko.sign.diff_analysis.rules.form_field_rules import DSSCompareRule
from pyhanko.sign.diff_analysis.rules.metadata_rules import MetadataUpdateRule
from pyhanko.sign.diff_analysis.rules_api import Context, ReferenceUpdate, WhitelistRule

from eset_desktop.signing.validation.metadata import same_metadata

_STORE: Final = ["/Root", "/DSS"]
_SHOWN: Final = (["/Root"], ["/Info"])


def once_each(original: Callable[[Any], Iterable[Any]]) -> Callable[[Any], set[Any]]:
    """Return a function that asks ``original`` once of each revision: every signature before it is compared with it."""

    def asked(revision: Any) -> set[Any]:
        # kept with the revision: it goes when the file does
        known = vars(revision).setdefault("_asked_once", {})
        if original not in known:
            known[original] = frozenset(original(revision))
        return set(known[original])

    return asked


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


@once_each
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


ORPHANS: Final = policies._find_orphans
"""pyHanko's own search for what an update brings and nothing refers to."""
policies._find_orphans = once_each(ORPHANS)  # type: ignore[assignment]  # the argument by another name


def _rules() -> list[Any]:
    """Return pyHanko's rules with two of ours in place of its own.

    Its rule for metadata takes no packet without the wrapper, which is optional (ISO 16684-1 §7.3.3); what packets say
    is compared by :func:`same_metadata`.
    """
    metadata = MetadataUpdateRule(check_xml_syntax=False)  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    ours = {DSSCompareRule: StoreRule(), MetadataUpdateRule: metadata}
    kept = [
        rule for rule in DEFAULT_DIFF_POLICY.global_rules if type(getattr(rule, "rule", None)) not in ours
    ]
    if len(kept) + len(ours) != len(DEFAULT_DIFF_POLICY.global_rules):
        raise RuntimeError(kept)
    return [*kept, *(rule.as_qualified(ModificationLevel.LTA_UPDATES) for rule in ours.values())]


class _Policy(StandardDiffPolicy):
    """Further rules of ours.

    Objects that were in use may not be freed (shadow attack "hide"); Acrobat frees numbers that never were. What was
    referred to and missing, and so null (ISO 32000-2 §7.3.10), may not come into being.
    """

    def apply(self, old: Any, new: Any, field_mdp_spec: Any = None, doc_mdp: Any = None) -> Any:
        """Compare two revisions; raises ``SuspiciousModification``."""
        used = old.reader.xrefs.get_historical_ref
        if any(used(each, old.revision) is not None for each in new.refs_freed_in_revision()):
            raise SuspiciousModification("objects that were in use are freed")
        if any(_was_missed(old, new, each) for each in new.explicit_refs_in_revision()):
            raise SuspiciousModification("objects that were missing are there")
        if not same_metadata(old, new):
            raise SuspiciousModification("the metadata was changed")
        return super().apply(old, new, field_mdp_spec, doc_mdp)


def _was_missed(old: Any, new: Any, reference: Any) -> bool:
    """Whether a revision lacks an object that it refers to.

    What only the store refers to may come. The trailers of LibreOffice refer to a document in its own format, which only
    a stream could be.
    """
    if old.reader.xrefs.get_historical_ref(reference, old.revision) is not None:
        return False
    old._load_reverse_xref_cache()
    paths = [list(path)[:2] for path in old._get_usages_of_ref(reference)]
    shown = [path for path in paths if path[:1] in _SHOWN and path != _STORE]
    return bool(shown) or (bool(paths) and isinstance(new(reference), generic.StreamObject))


POLICY: Final = _Policy(_rules(), DEFAULT_DIFF_POLICY.form_rule, reject_object_freeing=False)
