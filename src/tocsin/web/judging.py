"""What editors judge of tellings: kept, noted in the audit log, and heard at once."""

import datetime as dt
from collections.abc import Iterable

from tocsin.core.events import Judgement, Verdict
from tocsin.errors import StoreError
from tocsin.reconcile.compare import RULE
from tocsin.web.people import Person
from tocsin.web.workspace import Workspace


def judge(
    workspace: Workspace, person: Person, pairs: Iterable[tuple[str, str]], verdict: Verdict, reason: str | None, *, subject: str, action: str
) -> tuple[Judgement, ...]:
    """Keep one decision about pairs of event mentions and make events anew; `subject` and `action` are for the audit log."""
    now = dt.datetime.now(dt.UTC)
    made = []
    for one, two in pairs:
        left, right = sorted((one, two))
        made.append(Judgement(left=left, right=right, verdict=verdict, by=person.name, reason=reason or None, at=now))
    workspace.store.events.add_judgements(made)
    details = {"judgements": str(len(made))} | ({"reason": reason} if reason else {})
    workspace.store.audit.add(by=person.name, action=action, subject=subject, details=details)
    workspace.refresh()
    return tuple(made)


def take_back(workspace: Workspace, person: Person, judgement_id: str, reason: str | None) -> tuple[Judgement, ...]:
    """Take back what a person judged, all of one decision; it stays in the record. Raises StoreError for what cannot be taken back."""
    taken = workspace.store.events.judgement(judgement_id)
    if taken.by == RULE:
        raise StoreError("the rule's judgements are not taken back: judge the pair yourself, which outweighs it")
    if taken.undoes is not None or any([one.undoes == taken.id for one in workspace.store.events.judgements_about({taken.left})]):
        raise StoreError("this judgement counts no more; judge the tellings yourself")
    now = dt.datetime.now(dt.UTC)
    back = tuple(
        [
            Judgement(left=one.left, right=one.right, verdict=Verdict.UNSURE, by=person.name, reason=reason or None, at=now, undoes=one.id)
            for one in workspace.store.events.decided_with(taken)
        ]
    )
    workspace.store.events.add_judgements(back)
    workspace.store.audit.add(by=person.name, action="judgement undone", subject=taken.id, details={"reason": reason} if reason else {})
    workspace.refresh()
    return back
