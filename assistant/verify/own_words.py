"""What a sentence may say without a source: the patient's facts as they were stated, and our templates' own words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping

from assistant.patient import PatientFacts
from assistant.phrases import duration, known
from assistant.understanding.patterns import load_patterns
from assistant.verify.claims import stems
from assistant.vocabulary import Audience
from assistant.wording import Wording, load_wording

#: The sentences of `answer.yaml` and `inform.yaml` that say what sources do, by the part of an answer they stand in;
#: the rest is fixed, or about the patient.
_REPEATING = ("recommendation", "source", "differs", "stances", "guideline_says", "said", "dated", "quoted",
              "status")  # fmt: skip
_RATING = ("rates", "rates_too", "rates_all", "rates_all_too")
_NAMING = ("modalities", "regions")
_FRAMES = {
    "lead": ("lead", "spine_itself", "not_advised", *_NAMING, *_REPEATING),
    "study": ("standing", "alike", "lesser", "with_it", "asked_rated", "asked_named", "asked_not_named", "exit_test",
              "radiation", "levels", "matters.source", "matters.agree", "matters.otherwise", *_RATING, *_NAMING),
}  # fmt: skip
#: A model's words and those beside a verdict may be of either kind.
_ANY_FRAME = tuple(dict.fromkeys((*_FRAMES["lead"], *_FRAMES["study"])))
#: What may join facts in a list.
_JOINING = re.compile(r"\b(?:and|or|other)\b|[\s,;]+")
_THEM = r"(?:it|either|any of these)"


class OwnWords:
    """The facts of one patient, in words for one audience."""

    def __init__(self, facts: PatientFacts, wording: Wording) -> None:
        said = [known(key, evidence.value, wording) for key, evidence in facts.evidence.items()]
        if weeks := facts.evidence.get("duration_weeks"):
            said += [f"{each} for {duration(float(weeks.value))}" for each in ("", *said)]
        left_open = [str(words["absent"]) for words in wording.facts.values() if "absent" in words]
        told = [*said, wording.say("ruled_out")]
        self._said = _longest_first(said)
        self._wording = wording
        #: What each sentence about the patient may be filled with.
        self._forms = {
            name: (slot, _longest_first(phrases))
            for name, slot, phrases in (
                ("rests_on", "facts", told), ("tell_them", "facts", told),
                ("provided", "absent", [*left_open, wording.say("other_red_flag")]),
            )
            if wording.has(name)
        }  # fmt: skip

    def removed(self, text: str, quotes: Iterable[str]) -> str:
        """The text without what is said of the patient; words that a cited source holds as well stay."""
        held = list(quotes)
        return _without(text, (phrase for phrase in self._said if not any(phrase in each for each in held)))

    def about_patient(self, text: str) -> bool:
        """Whether a sentence says no more than on what the verdict rests, or what must be absent and was not told."""
        return any(text.startswith(self._beginning(name)) for name in self._forms)

    def made_up(self, text: str) -> Iterator[str]:
        """What a sentence about the patient says that nobody stated, or that its template does not."""
        for name, (slot, phrases) in self._forms.items():
            if text.startswith(self._beginning(name)):
                form = self._wording.say(name, **{slot: "{}", "them": "{them}"})
                whole = re.escape(form).replace(re.escape("{them}"), _THEM).replace(re.escape("{}"), "(.*)")
                match = re.fullmatch(whole, text)
                left = _JOINING.sub(" ", _without(match[1], phrases)).strip() if match else text
                if left:
                    yield f"nobody stated that: {left}"

    def _beginning(self, name: str) -> str:
        say = self._wording.say
        return say("provided_begins") if name == "provided" else say(name, facts="{}").partition("{}")[0]


@functools.cache
def frame(audience: Audience, part: str) -> frozenset[str]:
    """The content words of our templates for a part of an answer, cut to a stem, with the names of studies."""
    wording = load_wording(audience)
    names = _REPEATING if part in {"why", "disagreement", "guideline"} else _FRAMES.get(part, _ANY_FRAME)
    informing = load_patterns("wording/inform.yaml", ("clinician", "patient"))[audience]
    sentences = {**wording.sentences, **informing}
    sentences |= {f"matters.{name}": each for name, each in wording.sentences["matters"].items()}
    told: list[object] = [each for name, each in sentences.items() if name in names]
    if names != _REPEATING:
        told.append(wording.studies)
    texts = (text for each in told for text in _texts(each))
    return frozenset().union(*(stems(re.sub(r"\{\w+\}", " ", text)) for text in texts))


def _texts(found: object) -> Iterator[str]:
    if isinstance(found, Mapping):
        for each in found.values():
            yield from _texts(each)
    elif isinstance(found, str):
        yield found


def _longest_first(phrases: Iterable[str]) -> list[str]:
    return sorted(set(phrases), key=lambda each: (-len(each), each))


def _without(text: str, phrases: Iterable[str]) -> str:
    for phrase in phrases:
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", text)
    return text
