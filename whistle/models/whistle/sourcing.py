"""Where a whistle comes from (哨源形成): a community's proposal or the street's own draft, and who went to see."""

from django.db import transaction

from grid.casework.case import verb

from .. import notices
from ..papers import Paper


class Sourcing:
    """The phase 哨源形成 of a whistle."""

    @classmethod
    @transaction.atomic
    def propose(cls, *, by, at=None, incident=None, community=None, assisting=(), photos=(), **content):
        """A community asks its street to blow for a matter it cannot solve; returns the proposal.

        Raises NotYours when `by` is not of that community.
        """
        return cls._begin("propose", by, at, incident, community, assisting, photos, content)

    @classmethod
    @transaction.atomic
    def draft(cls, *, by, at=None, incident=None, street=None, assisting=(), photos=(), **content):
        """Begin a whistle in `street` (or in the street of `incident`) and return it, not yet blown.

        `content` are the fields of the form. Raises NotYours when `by` is not of that street's staff.
        """
        return cls._begin("draft", by, at, incident, street, assisting, photos, content)

    @classmethod
    def _begin(cls, verb, by, at, incident, ground, assisting, photos, content):
        place = cls.place_of(incident) if incident else ground.chain()
        case, step = cls.begin(verb, by=by, at=at, incident=incident, **place | content)
        case.assisting.set(assisting)
        Paper.keep(photos, Paper.Kind.BEFORE, whistle=case, step=step)
        if verb == "propose":
            case.tell(notices.street_staff(case.street_id), "whistle.proposed", step.at, community=str(case.community))
        return case

    @staticmethod
    def place_of(incident):
        """The place of a whistle that an incident becomes; its point too."""
        names = ("grid", "community", "street", "district", "lng", "lat")
        return {name: getattr(incident, name) for name in names}

    @verb
    def take_up(self, *, by, note="", at=None, version=None):
        """The street makes the community's proposal its own draft."""
        step = self.move("take_up", by=by, note=note, at=at, version=version)
        self.tell(notices.community_staff(self.community_id), "whistle.taken_up", step.at)

    @verb
    def edit(self, *, by, at=None, version=None, note="", assisting=None, photos=(), **content):
        """Change what the draft says."""
        step = self.move("edit", by=by, at=at, version=version, note=note, data=self.naming(assisting), **content)
        Paper.keep(photos, Paper.Kind.BEFORE, whistle=self, step=step)
        if assisting is not None:
            self.assisting.set(assisting)

    @verb
    def drop(self, *, by, note, at=None, version=None):
        """The street will not blow for it, and says why; the community hears it."""
        step = self.move("drop", by=by, note=note, at=at, version=version)
        if self.community_id:
            self.tell(notices.community_staff(self.community_id), "whistle.dropped", step.at)

    @verb
    def inspect(self, *, by, inspected_at, people, findings, photos=(), attachments=(), note="", at=None, version=None):
        """Note who of the street went to see, when and what was found, with photos and agreements (2-22, 2-24)."""
        step = self.move("inspect", by=by, note=note, at=at, version=version)
        said = {"whistle": self, "step": step}
        self.inspections.create(
            inspected_at=inspected_at, people=people, findings=findings, by=by, at=step.at, step_seq=step.seq
        )
        Paper.keep(photos, Paper.Kind.ON_SITE, **said)
        Paper.file(attachments, Paper.Kind.AGREEMENT, **said)

    @staticmethod
    def naming(departments):
        return {} if departments is None else {"assisting": sorted(each.pk for each in departments)}
