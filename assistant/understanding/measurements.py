# ruff: noqa: E501 - a pattern is easier to check in one piece
"""Measured values that state a fact: temperature, eGFR, residual urine, power, inflammatory markers, falls, speeds."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.understanding.numbers import NUMBER, number

Value = bool | float | str


@dataclass(frozen=True, slots=True)
class Measured:
    """A fact that a number states, and the words and number that state it."""

    key: str
    value: Value
    start: int
    end: int


_LINK = r"(?:\s*(?:of|is|was|were|at|to|up to|around|about|approx\.?|currently|now|measured|peaked at|spiked to|spiking|reading|came back at|came back|=|:|~|,|on bladder scan|on scan|today|here|yesterday|(?:this|last|yesterday) (?:morning|afternoon|evening|night|am)|overnight|tonight|on arrival|at triage|last|only|just|still|residual|volume|scan|urine|\(|level))*\s*"
_TEMPERATURE = re.compile(
    rf"\b(?P<word>t(?=\s?\d|\b)|temp|temps|temperature|tmax|t max|fever|fevers|pyrexia|pyrexial|apyrexial|febrile|afebrile|feverish|thermometer|took it|it read)(?:\b|(?=\d)){_LINK}(?P<n>3[3-9](?:[.,]\d{{1,2}})?|4[0-2](?:[.,]\d{{1,2}})?|9[4-9](?:\.\d)?|10[0-7](?:\.\d)?)(?!\d|/|\s?(?:weeks?|days?|years?|y|mm|%|kg|mg|ml))"
    r"|(?<![\d.])(?P<m>3[4-9][.,]\d|4[01][.,]\d)\s?(?:°\s?c|degrees|c\b|deg)"
    r"|(?<![\d.])(?P<f>9[6-9](?:\.\d)?|10[0-6](?:\.\d)?)\s?(?:°\s?f|degrees f|f\b|fahrenheit)"
    rf"|\b(?:t|temp|temperature|fever)\b{_LINK}(?P<words>thirty[- ](?:six|seven|eight|nine)|forty)(?:\spoint\s(?P<point>\w+))?"
)
_EGFR = re.compile(rf"\be?gfr\b{_LINK}(?P<sign>[<>])?\s?(?P<n>{NUMBER})")
_CKD = re.compile(
    r"\bckd\s?(?:stage\s?)?(?P<n>[1-5])[ab]?\b|\bstage\s(?P<m>[1-5]|four|five|three)\s?(?:ckd|chronic kidney|kidney)"
)
_RESIDUAL = re.compile(
    r"\b(?:pvr|post[- ]?void\w*|postmicturition|post micturition|residual|bladder scan(?:ned|ner)?|bladder volume)\b(?:\s*(?:after|post|void\w*|attempt|micturition|residual|volume|urine|of|is|was|showed|shows|showing|scan|bladder|=|:|~|about|approx\.?|residue|measured|reading|at|on|over|more than|only|just|>|<|found|came back|revealed|measures|\())*\s*(?P<n>\d{1,4})\s?(?:mls?|cc|millilit\w+)?\b(?!/)"
    r"|(?<!\d)(?P<m>\d{1,4})\s?(?:mls?|cc)\s(?:residual|post[- ]?void|in (?:the |his |her |my )?bladder|left in|pvr|of urine (?:left|retained|in|drained)|retained|drained|on bladder scan)"
    r"|\b(?:holding|retaining|still had|still got)\s(?:on to |about |nearly |over )?(?P<h>\d{2,4})\s?(?:mls?|cc)\b"
)
_POWER = re.compile(
    r"(?<![\w./-])(?P<n>[0-5])\s?(?P<sign>[+-]{0,2})\s?/\s?5(?![\d/])|\b(?:mrc|grade)\s(?:grade\s)?(?P<m>[0-5])(?![\d/])(?=\s?(?:power|weakness|strength|/5|,|\.|\s|$))"
)
_IS_POWER = re.compile(r"\s?(?:power|weakness|strength|/5)")
_OF_POWER = re.compile(
    r"\b(?:power|strength|weak\w*|motor|mrc|\w*flexion|\w*extension|eversion|ehl|quads?|quadriceps|drop)\b"
)
_CRP = re.compile(rf"\b(?:crp|c-reactive protein)\b{_LINK}(?P<sign>[<>])?\s?(?P<n>\d{{1,3}}(?:\.\d)?)(?!\d)")
_ESR = re.compile(rf"\b(?:esr|sed rate)\b{_LINK}(?P<sign>[<>])?\s?(?P<n>\d{{1,3}})(?!\d)")
_WCC = re.compile(
    rf"\b(?:wcc|wbc|white (?:cell )?count|white cells|white blood (?:cell )?count|leucocytes|leukocytes)\b{_LINK}(?P<n>{NUMBER})"
)
_GCS = re.compile(r"\bgcs\b\s*(?:of|is|was|=|:)?\s*(?P<n>1[0-5]|[3-9])(?:\s?/\s?15)?")
_INR = re.compile(rf"\binr\b{_LINK}(?P<n>\d(?:\.\d)?)")
_PLATELETS = re.compile(rf"\b(?:plts?|platelets?|platelet count)\b{_LINK}(?P<n>\d{{1,3}})(?!\d|[.,/]\d)")
_FALL = re.compile(
    rf"\b(?:fell|fall|falls|fallen|falling|(?<!foot )(?<!foot-)drop|dropped|jumped|jump|jumping|came off|landed|plunged|tumbled|pushed)\b[^.;?!\n]{{0,45}}?(?P<n>{NUMBER})\s?-?\s?(?P<unit>m|metres?|meters?|ft|feet|foot|storeys?|stories|story|floors?|cm|rungs)\b"
)
_FALL_OF = re.compile(
    rf"(?P<n>{NUMBER})\s?-?\s?(?P<unit>m|metres?|meters?|ft|feet|foot|storey|story)[\s-](?:fall|drop|jump)\b"
)
#: From here on a number before an "m" is a man's age, unless the words before it speak of a height.
_AGE = 16
_HEIGHT = re.compile(r"(?:from|approx\.?|about|around|over|of|height|nearly|~|>)\s*$")
_SPEED = re.compile(
    rf"(?P<sign><|less than|under|below|about|approx\.?)?\s?(?P<n>{NUMBER})\s?(?P<unit>mph|miles (?:per|an) hour|kmh|km/h|kph|kmph)\b"
)
_CRASH = re.compile(
    r"\b(?:crash\w*|collision|collided|rtc|rta|mvc|mva|car|motorbike|motorcycle|bike|van|lorry|truck|driver|passenger|hit|bump|shunt|t-?boned?|t boned|side-?swiped|rear[- ]?ended?|vehicle|pedestrian|ped|cyclist|came off|thrown|accident|impact|rollover)\b"
)
_STEROIDS_SINCE = re.compile(
    r"\b(?:pred\w*|(?:cortico)?steroids?|dexamethasone|hydrocortisone|cortisone|deflazacort)\b(?! (?:injection|inhaler|cream))(?:[^.;?!\n]|\.(?=\d)){0,60}?\bsince (?:[a-z]+ )?(?:19|20)\d\d\b"
)
_T_SCORE = re.compile(r"\bt[- ]?score\b\s*(?:of|is|was|=|:|at)?\s*(?P<sign>-|minus\s?|\u2013)?\s?(?P<n>\d(?:\.\d)?)")
_GESTATION = re.compile(
    r"(?<!\d)(?P<n>\d{1,2})\s?(?:\+\s?\d)?\s?/\s?40\b|(?<!\d)\b(?P<m>\d{1,2})\s?(?:weeks?|wks?)\s(?:preg(?:gers|gy|nant)?\b|gestation|along|gravid|gone\b|into (?:my|her|the) pregnancy|(?:gone )?with (?:my|her|our) (?:first|second|third|1st|2nd|3rd|baby)|,? (?:my |her |our )?(?:first|second|third|1st|2nd|3rd) (?:baby|pregnancy|child))|\b(?:iup|gestation)\b\D{0,6}\d{1,2}"
)
_ONSET = re.compile(
    r"\b(?:onset|started|began|starting|begun)\s(?:of (?:pain|symptoms)\s)?(?:at|aged?|at (?:the )?age(?: of)?)\s(?P<n>[1-8]\d)\b(?!\s?(?:[:.]\d|am\b|pm\b|h\b|hrs|weeks?|wks?|months?|days?|o'?clock|mg|%|/))"
)
_NOT_POWER = re.compile(r"\b(?:pain|vas|nrs|score|severity|rated)\W{0,12}(?:\w+\W){0,2}$")
_BLOOD_PRESSURE = re.compile(r"\b(?:bp|blood pressure)\s?(?:of|is|was|:)?\s?(?P<n>\d{2,3})\s?/\s?\d{2,3}")


def measure(text: str) -> list[Measured]:
    """Every measured value of a plain text that states a fact."""
    return [found for reader in _READERS for found in reader(text)]


def _temperature(text: str) -> Iterator[Measured]:
    for match in _TEMPERATURE.finditer(text):
        raw = match["n"] or match["m"] or match["f"]
        if raw:
            value = float(raw.replace(",", "."))
        else:
            value = (
                (number(match["words"]) or 0) + (number(match["point"]) or 0) / 10
                if match["point"]
                else (number(match["words"]) or 0)
            )
        if (
            match["word"] == "t"
            and match["n"]
            and "." not in match["n"]
            and "," not in match["n"]
            and not re.match(r"\s?(?:°|c\b|deg)", text[match.end() : match.end() + 4])
        ) and not 35 <= value <= 42:
            continue
        celsius = value if value < 60 else (value - 32) * 5 / 9
        yield Measured("fever", celsius >= 37.95, match.start(), match.end())


def _kidney(text: str) -> Iterator[Measured]:
    for match in _EGFR.finditer(text):
        value = number(match["n"])
        if value is not None:
            low = value < 30 or (match["sign"] == "<" and value <= 30)
            yield Measured("kidney", "egfr_under_30" if low else "egfr_30_or_more", match.start(), match.end())
    for match in _CKD.finditer(text):
        stage = match["n"] or match["m"]
        low = stage in {"4", "5", "four", "five"}
        yield Measured("kidney", "egfr_under_30" if low else "egfr_30_or_more", match.start(), match.end())


def _residual(text: str) -> Iterator[Measured]:
    for match in _RESIDUAL.finditer(text):
        value = float(match["n"] or match["m"] or match["h"])
        if value <= 3000:
            yield Measured("post_void_residual_ml", value, match.start(), match.end())
            if value > 200:
                yield Measured("cauda_equina_features.urinary_retention_or_change", True, match.start(), match.end())


def _power(text: str) -> Iterator[Measured]:
    for match in _POWER.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        if _NOT_POWER.search(before) or re.search(
            r"\b(?:arm|hand|grip|deltoid|biceps|triceps|wrist|c[5-8])\b[^,.;]*$", before
        ):
            continue
        if match.group().startswith("grade") and not (_IS_POWER.match(text, match.end()) or _OF_POWER.search(before)):
            continue  # "Grade 4 pressure sore", "spondylolisthesis, grade 1".
        grade = int(match["n"] or match["m"])
        if grade == 5 and match["sign"] in {None, "", "+"}:
            yield Measured("_weakness", False, match.start(), match.end())
        else:
            mild = grade >= 4
            yield Measured(
                "neuro_deficit", "mild_stable" if mild else "severe_or_multilevel", match.start(), match.end()
            )


def _markers(text: str) -> Iterator[Measured]:
    for pattern, limit in ((_CRP, 10.0), (_ESR, 30.0), (_WCC, 11.0)):
        for match in pattern.finditer(text):
            value = number(match["n"])
            if value is not None:
                if value >= 1000:
                    value /= 1000
                raised = value >= limit and match.groupdict().get("sign") != "<"
                yield Measured("inflammatory_markers", "raised" if raised else "normal", match.start(), match.end())


def _alertness(text: str) -> Iterator[Measured]:
    for match in _GCS.finditer(text):
        yield Measured("trauma_screen.reduced_alertness", int(match["n"]) < 15, match.start(), match.end())


def _clotting(text: str) -> Iterator[Measured]:
    for match in _INR.finditer(text):
        if float(match["n"]) >= 1.5:
            yield Measured("anticoagulated", True, match.start(), match.end())


def _platelets(text: str) -> Iterator[Measured]:
    for match in _PLATELETS.finditer(text):
        # Below 50 x 10^9/l bleeding is to be feared: a bleeding tendency.
        if int(match["n"]) < 50:
            yield Measured("anticoagulated", True, match.start(), match.end())


def _falls(text: str) -> Iterator[Measured]:
    for match in itertools.chain(_FALL.finditer(text), _FALL_OF.finditer(text)):
        value, unit = number(match["n"]), match["unit"]
        if value is None or (unit == "m" and value >= _AGE and not _HEIGHT.search(text, 0, match.start("n"))):
            continue  # "after a fall, 61M"
        metres = value * _METRES[unit.rstrip("s") if unit not in {"metres", "meters"} else "m"]
        yield Measured("trauma", "high_energy" if metres >= 3 else "low_velocity", match.start(), match.end())


def _speeds(text: str) -> Iterator[Measured]:
    for match in _SPEED.finditer(text):
        value = number(match["n"])
        around = text[max(0, match.start() - 90) : match.end() + 60]
        if value is None or not _CRASH.search(around):
            continue
        mph = value if match["unit"].startswith("m") else value / 1.609
        if mph >= 25 and match["sign"] not in {"<", "less than", "under", "below"}:
            yield Measured("trauma", "high_energy", match.start(), match.end())
        elif mph <= 15:
            yield Measured("trauma", "low_velocity", match.start(), match.end())


def _steroids(text: str) -> Iterator[Measured]:
    for match in _STEROIDS_SINCE.finditer(text):
        yield Measured("chronic_steroids", True, match.start(), match.end())


def _bones(text: str) -> Iterator[Measured]:
    for match in _T_SCORE.finditer(text):
        # T-score -2.5 or below is osteoporosis; Source: WHO 1994, Technical Report 843.
        low = match["sign"] is not None and float(match["n"]) >= 2.5
        yield Measured("osteoporosis", low, match.start(), match.end())


def _pressure(text: str) -> Iterator[Measured]:
    for match in _BLOOD_PRESSURE.finditer(text):
        # Systolic pressure below 90 mmHg is hypotension.
        if 40 <= int(match["n"]) < 90:
            yield Measured("aortic_features", True, match.start(), match.end())


def _pregnancy(text: str) -> Iterator[Measured]:
    for match in _GESTATION.finditer(text):
        if match["n"] and (
            int(match["n"]) > 42 or _BLOOD_PRESSURE.search(text[max(0, match.start() - 18) : match.end()])
        ):
            continue
        yield Measured("pregnant", "yes", match.start(), match.end())


def _onset(text: str) -> Iterator[Measured]:
    for match in _ONSET.finditer(text):
        # Onset before 40 is one of the ASAS features; Source: facts.yaml.
        yield Measured("ibp_features.onset_before_40", int(match["n"]) < 40, match.start(), match.end())


_METRES = {"m": 1.0, "metre": 1.0, "meter": 1.0, "ft": 0.305, "feet": 0.305, "foot": 0.305, "storey": 3.0, "storie": 3.0,
           "story": 3.0, "floor": 3.0, "cm": 0.01, "rung": 0.3}  # fmt: skip
_READERS: tuple[Callable[[str], Iterator[Measured]], ...] = (
    _temperature, _kidney, _residual, _power, _markers, _alertness, _clotting, _falls, _speeds, _bones, _steroids, _pressure, _pregnancy,
    _onset, _platelets,
)  # fmt: skip
