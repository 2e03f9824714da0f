"""What `fasti demo` records: the spring of 2022, and an invented body through the whole cycle."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from application.papers import named_elsewhere
from cli.call import Call
from domain.act import act
from domain.entry import Evidence
from domain.proposal_events import Retracted
from domain.tenure_events import Resigned, Vacated
from domain.when import When
from intake.drafts.draft import read_draft

if TYPE_CHECKING:
    from domain.act import Act

BODY = "havneraad-lillestrand"
NEXT = """\
The spring of 2022 is recorded. Ask it, for example:

{path}  export FASTI_REGISTER={register}
  fasti board kkr-hovedstaden --on 2022-03-26
  fasti vacancies --on 2022-03-26
  fasti board erhvervshus-hovedstaden --on 2022-04-01 --what-if
  fasti board ssu-hovedstaden --on 2022-04-01 --why
  fasti person "Cecilia Lonning-Skovgaard"
  fasti proposal kkr-4-3-1

The harbour board of Lillestrand is invented; it shows a replacement, a correction
and a fact learned late:

  fasti seat havneraad-lillestrand formand
  fasti board havneraad-lillestrand --on 2021-02-01
  fasti board havneraad-lillestrand --on 2021-02-01 --known-at '#{before}'
  fasti restated --since '#{before}'
  fasti check"""


def fill(call: Call) -> int:
    """Record the demonstration, whose paper is not brought along; the number of the last entry
    before the late fact."""
    for name in ("spring-2022.yaml", "invented.yaml"):
        draft = read_draft((files("cli.demo") / name).read_text(encoding="utf-8"))
        evidence = [Evidence.model_validate(e) if e else None for e in draft.evidence]
        papers = {each.paper for each in evidence if each and each.paper}
        named_elsewhere(call.register.storage.papers, sorted(papers))
        call.register.record(draft.acts, evidence=evidence, command=f"demo-{name}")
    return _correct(call)


def _correct(call: Call) -> int:
    """A correction, and then a fact learned late."""
    with call.register.log() as log:
        wrong = next(
            entry.number
            for entry in log.stream(f"body:{BODY}")
            if isinstance(entry.event, Resigned)
        )
    retraction = Retracted(entry=wrong, reason="The register had misread the last day.")
    right = Resigned(seat="formand", person="aase-aeroe", last_day=When.parse("2022-02-28"))
    read = Evidence(page=1, lines="3", quote="Åse Ærø fratræder med udgangen af februar 2022.")
    _record(call, [act(BODY, retraction), act(BODY, right)], read)
    before = call.register.last()
    moved = Vacated(
        seat="fiskerne", person="bo-hansen", last_day=When.parse("2021-01-15"), cause="moved away"
    )
    late = Evidence(page=4, lines="20", quote="Bo Hansen fraflyttede kommunen den 15. januar 2021.")
    _record(call, [act(BODY, moved)], late)
    return before


def _record(call: Call, acts: list[Act], evidence: Evidence) -> None:
    call.register.record(acts, evidence=evidence)
