# ruff: noqa: E501 - a pattern is easier to check in one piece
"""Which time belongs to what: the pain, its treatment, steroids, or something that no fact asks about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.understanding.numbers import NUMBER, number, weeks
from assistant.understanding.times import Span, spans

Owner = Literal["pain", "complaint", "treatment", "steroids", "other"]

_ANCHORS: tuple[tuple[Owner, re.Pattern[str]], ...] = (
    ("treatment", re.compile(
        r"\b(?:physio\w*|physical therap\w*|sessions?|pt\b(?= x|\s\d| for| block| course| without| no|,| and|\+)|(?:(?<=wks )|(?<=weeks )|(?<=weeks of )|(?<=/52 )|(?<=months )|(?<=mo ))pt\b|rehab\w*|nsaids?|naproxen|ibuprofen|diclofenac|celecoxib|"
        r"meloxicam|paracetamol|acetaminophen|tylenol|advil|motrin|aleve|codeine|co-?codamol|tramadol|pain ?killers?|analgesi\w*|amitriptyline|gabapentin|pregabalin|"
        r"duloxetine|conservative\w*|non-?operative|non-?surgical|medical (?:management|care|therapy|treatment)|chiropract\w*|chiro|osteopath\w*|acupuncture|"
        r"treatments?|therap(?:y|ies)|rx|exercises?|exercising|stretch\w*|pilates|yoga|manual therapy|manipulation|anti-?inflammator\w*|meds|medications?|medicines?|tablets|pills|"
        r"self[- ]?(?:care|management)|hep|home exercise\w*|kinesi\w*|trial of|course of|muscle relaxants?|pain relief|massage|opioids?|management|mgmt)\b")),
    ("steroids", re.compile(r"\b(?:pred\w*(?: tablets?| pills?)?(?: every day| each day| daily)?|steroid (?:tablets?|pills?)(?: every day| each day| daily)?|(?:oral |systemic )?(?<!epidural )(?<!inhaled )(?<!topical )(?<!nasal )(?:cortico)?steroids?(?! (?:injection|inhaler|cream|shot|jab|spray|nasal|drops))|dexamethasone|dex|hydrocortisone|cortisone|deflazacort|methylpred\w*)\b")),
    ("other", re.compile(
        r"\b(?:weight|kilos?|kgs?|lbs?|stone|pounds|stiff\w*|ems|gelling|gels?|appointment|appt|preg\w*|gestation\w*|post-?partum|postnatal|baby|period|lmp|trimester|"
        r"mri\w*|ct|x-?rays?|xr|scans?|films?|imaging|imaged|surgery|operation\w*|operated|op\b|post-?op\w*|fusion|fused|discectomy|microdiscectomy|laminectomy|decompression|"
        r"injection\w*|injected|inject\w*|esi|epidural|cancers?|ca|chemo\w*|radiotherapy|remission|lymphoma|melanoma|myeloma|infections?|uti|antibiotics|cellulitis|heroin|"
        r"ivdu|clean|pacemaker|stent|swell\w*|swollen|twice the size|fractured?|broke|broken|smok\w*|fever\w*|temp\w*|chills|rigors?|bladder|bno|constipat\w*|bowels?|(?:gone|went|go) (?:to sleep|numb|dead|weak|cold|white)|incontinen\w*|retention|wee|pee|urin\w*|numb\w*|tingl\w*|weak\w*|"
        r"saddle|foot ?drop|erect\w*|flight|flew|voided|drove|daily|curve|cobb|degrees|deg|diabet\w*|metformin|alendron\w*|osteoporosis|alendronic|bisphosphonate\w*|zoledron\w*|denosumab|prolia|hiv|"
        r"warfarin|apixaban|hospital|admitted|admission|worked|working|job|married|retired|holiday|diagnosed|diagnosis|remission|transplant\w*|dialysis|lupus|pmr|polymyalgia|"
        r"stable angina|as(?= \d+ ?(?:yrs?|years?)\b)|ankylosing|spondyl\w*|axspa|established|implant\w*|tooth|abscess|sepsis|cough|cold|flu|died|passed away|training|follow[- ]?up|review|wait\w*|referr\w*|prednis\w*|catheter\w*|stroke|dvt|pe|hip replacement|knee replacement|treated|otitis|tonsil\w*|pneumonia|improv\w*|settl\w*|easing|eased)\b")),
    ("complaint", re.compile(r"\b(?:balance|walk\w*|gait|clumsy|unsteady|limp\w*|legs)\b")),
    ("pain", re.compile(
        r"\b(?:duration|lombalgi\w*|lumbalgi\w*|bak|back (?:is |was |feels |felt |has been |been |a bit |very |really )*stiff\w*|pains?|painful|paining|ach(?:es?|ing|ed|y)|hurt\w*|sore\w*|agony|lbp|clbp|back ?ache|back|lumbago|lumbar|sciatica|spasms?|killing|"
        r"spine|leg|radicul\w*|claudication|pseudoclaudication|symptoms?|sx|hx|history|complain\w*|started|began|begun|onset|came on|come on|going on|episode|flare\w*|this (?:has|started)|"
        r"trouble|bad|twinge\w*|thoracic|neck|ibp|discomfort|buttock\w*|coccyx|tailbone|went|tender|shoulder blades|suffering|suffered|presents?|presenting|presented|off work|in bed|"
        r"had (?:this|it)|been (?:on|there|going|like (?:this|that|it))|(?:it'?s|it is|it has been|it'?s been) (?:since|now)|on the go|bout|gone|seized|locked|acute|chronic|persistent|t/l|cramp\w*|root)\b")),
    ("pain", re.compile(r"\b(?:fell|fall|slipped|slip|tripped|trip|crash\w*|rtc|rta|mvc|mva|accident|injur\w*|lift\w*|bending|bent|twist\w*|bump|strain\w*|slid|tumbl\w*|came off|thrown|gardening|misjudged)\b")),
)  # fmt: skip
#: How far, in characters, a time looks for what it is said of.
_WINDOW = 300
#: Of owners equally near, the first has the time.
_TIES: tuple[Owner, ...] = ("pain", "complaint", "steroids", "treatment", "other")
#: "6/52 - sorry, 6/7": the time before these words is taken back.
_CORRECTED = re.compile(
    r"[\s,.(\u2013-]*(?:no[, ]+)?(?:sorry|correction|i mean|i meant|make that|wait|typo|scratch that|rather|or rather)\b[\s,:\u2013-]*(?:no[, ]+)?(?:i mean|i meant|make that|that should be|should be|it'?s)?\s*$"
)
#: "Four weeks. No, five."
_AGAIN = re.compile(
    rf"[\s,.(\u2013-]*(?:no|sorry|make that|scratch that|i mean|tell a lie)\b[\s,.:\u2013-]*(?:make that|i mean|sorry|it'?s)?[\s,:]*(?P<n>{NUMBER})(?=\s*(?:[.,;!?]|$))"
)
_ENDS = re.compile(r"[.?!;\n]+(?=\s|$)|\n")
_RATE = re.compile(
    r"^\s*(?:a|per|each|every|/)\s?(?:day|week|month|year|night|wk)\b|^\s*(?:daily|weekly|monthly|nightly|a night)\b"
)
_FUTURE = re.compile(
    r"\b(?:in|within|until|next|after|over the next|for the next|wait(?:ing)?|review in|repeat in|due in|another|follow up in|back in|before|until my|booked|in under|in less than|within|gone from \d+ to \d+ (?:\w+ )?in)\s(?:the next\s|about\s|another\s|a\s)?$"
)
_FLARE = re.compile(
    r"\b(?:flare\w*|this (?:episode|time|bout|attack)|acute on chronic|exacerbat\w*|acute(?:ly)?|recurr\w*|worse (?:for|over|in|since)|much worse|new(?:ly)?|relapse|came back|come back|returned|different|current(?:ly)?|this one|latest)\b"
)
_CHRONIC = re.compile(
    r"\b(?:on and off|off and on|intermittent\w*|chronic(?:ally)?|long[- ]?standing|recurrent|grumbling|previous|first (?:hurt|had)|originally|in total|history of|background)\b"
)
#: A time that is an item of a note of its own is that of the complaint, unless something else stands right beside it.
_BARE = re.compile(r"[\s,.;:(]*(?:for|x|~|since|now|hx|history|duration|total|ongoing|so far|\s)*[\s,.;:)]*")
_APART = 90
_A_DAY = 0.14
_BACK_AGO = re.compile(r"\sback\b(?!\s?(?:pain|ache|hurt|is|was))")
_FELT = re.compile(r"numb|tingl|weak")
_TOTAL = re.compile(r"\s*(?:in )?(?:total|overall|altogether|all told|in all)\b")
#: "After six weeks of physio" tells of what was done.
_OF = re.compile(r"\s*(?:'?s?\s)?(?:worth )?of\b")
_EVENT = re.compile(r"\b(?:since|after|following|from)\s(?:an?|the|my|his|her|our)\s(?:[\w-]+\s){1,4}$")
_AGO = re.compile(r"\s(?:ago|back)\b")
_NEVER = re.compile(
    r"^\s*(?:later|after (?:the (?:low(?:er)? )?(?:back|pain|ache)|the|a|an|my|his|her)? ?(?:op|surgery|fusion|laminectomy|discectomy|baby|birth|delivery|operation|lumbar))|^\s*(?:after|post|following|since)\s(?:a |an |the |his |her |my )?(?:\w+\s){0,3}(?:laminectomy|discectomy|fusion|surgery|operation|injection|esi|decompression|baby|birth|delivery|chemo\w*|transplant|microdiscectomy)|^\s*(?:post[- ]?(?:op|partum|natal|surg|menopaus|discectomy|fusion|laminectomy)|pregnan|gestation|late|of age|old|along|late\b|overdue|clean|sober|free)"
)


@dataclass(frozen=True, slots=True)
class Owned:
    """A time and what it is said of."""

    span: Span
    owner: Owner
    distance: int
    flare: bool = False
    old: bool = False
    whole: bool = False
    """It is called the total."""


def owned(text: str, today: date | None = None) -> list[Owned]:
    """Every time of a plain text that was written on `today`, with its owner."""
    result: list[Owned] = []
    anchors = [(owner, match.start(), match.end()) for owner, pattern in _ANCHORS for match in pattern.finditer(text)]
    anchors.sort(key=lambda anchor: anchor[1])
    starts = [anchor[1] for anchor in anchors]
    breaks = [0, *(match.end() for match in _ENDS.finditer(text)), len(text)]
    for span in _corrected(text, spans(text, today)):
        first = max(breaks[bisect_right(breaks, span.start) - 1], span.start - _WINDOW)
        last = min(breaks[min(bisect_left(breaks, span.end), len(breaks) - 1)], span.end + _WINDOW)
        own = _own(text, span, first, last, anchors[bisect_left(starts, first) : bisect_left(starts, last)])
        result.append(replace(own, whole=_TOTAL.match(text, span.end) is not None))
    return result


def _corrected(text: str, said: Sequence[Span]) -> list[Span]:
    """The times, a corrected one with the value of its correction."""
    result: list[Span] = []
    for span in (_again(text, each) for each in said):
        if result and _CORRECTED.fullmatch(text, result[-1].end, span.start):
            result[-1] = replace(span, start=result[-1].start)
        else:
            result.append(span)
    return result


def _again(text: str, span: Span) -> Span:
    """The time with the number that takes its place, in the same unit."""
    again, unit = _AGAIN.match(text, span.end), re.search(r"[a-z]+$", text[span.start : span.end])
    count = number(again["n"]) if again else None
    if again is None or unit is None or count is None:
        return span
    return replace(span, weeks=weeks(count, unit[0]), end=again.end("n"))


def _own(text: str, span: Span, first: int, last: int, anchors: Sequence[tuple[Owner, int, int]]) -> Owned:
    since = _EVENT.search(text, max(first, span.start - 60), span.start)
    if since and _AGO.match(text, span.end):
        # "Since a flight nine days ago": the time is that of what came since.
        anchors = [each for each in anchors if not since.start() <= each[1] < span.start or each[0] == "pain"]
    before, after = text[max(first, span.start - 30) : span.start], text[span.end : min(last, span.end + 45)]
    past = re.match(r"(?:the )?(?:last|past)\b", text[span.start : span.end])
    if (
        re.search(r"(?:times|days|hours|sessions|nights|every)\s?$", before)
        or _RATE.match(after)
        or (_FUTURE.search(before) and not past and not _OF.match(after) and not before.rstrip().endswith("set in"))
        or _NEVER.match(after)
    ):
        return Owned(span, "other", 0)
    inner = [a for a in anchors if not (a[1] < span.end and a[2] > span.start)]
    if _BACK_AGO.match(text, span.end):
        inner = [a for a in inner if a[1] != span.end + 1]  # "Three years back" is ago, and no back.
    scored = [(_distance(text, span, start, end), owner) for owner, start, end in inner]
    segment_start = max(text.rfind(",", first, span.start), text.rfind(":", first, span.start), first - 1) + 1
    segment_end = text.find(",", span.end, last)
    segment = text[segment_start : segment_end if segment_end >= 0 else last]
    flare, old = bool(_FLARE.search(segment)), bool(_CHRONIC.search(segment.replace("acute on chronic", "acute")))
    if _BARE.fullmatch(segment.replace(text[span.start : span.end], "", 1)) and all(d > _APART for d, _ in scored):
        return Owned(span, "pain", _APART, flare, old)  # "55 yo F, 7 wks, EHL 4/5"
    if not scored:
        return Owned(span, "pain" if _stands_alone(text[first:last]) else "other", 200, flare, old)
    distance, owner = min(scored, key=lambda each: (each[0], _TIES.index(each[1])))
    owners = {owner for _, owner in scored}
    if owner == "other" and span.weeks >= _A_DAY and _nearest(text, span, inner).startswith("stiff"):
        owner = "pain"  # Stiff for an hour is the morning; stiff for nine weeks is the complaint.
    if (
        owner == "other"
        and _FELT.match(_nearest(text, span, inner))
        and any(o == "pain" and segment_start <= start < span.start for o, start, _ in inner)
    ):
        owner = "pain"  # "Leg pain with tingling two weeks"
    if "steroids" in owners and not owners & {"pain", "treatment"}:
        owner = "steroids"
    if (
        not since
        and after.lstrip().startswith("ago")
        and any(o == "other" and a[1] >= segment_start for a in inner for o in [a[0]] if a[2] <= span.start)
    ):
        return Owned(span, "other", distance, flare, old)
    return Owned(span, owner, distance, flare, old)


def _nearest(text: str, span: Span, anchors: Sequence[tuple[Owner, int, int]]) -> str:
    _, start, end = min(anchors, key=lambda anchor: _distance(text, span, anchor[1], anchor[2]))
    return text[start:end]


def _distance(text: str, span: Span, start: int, end: int) -> int:
    """Characters between a time and a word, clauses and the wrong side of "of" counting extra."""
    if start >= span.end:
        between = text[span.end : start]
        cost = len(between)
        if re.match(r"\s*(?:of|history of|hx of|course of|'?s? of)\b", between) or re.match(r"\s*(?:of\s)", between):
            cost -= 30
        elif re.match(r"\s*(?:ago|for)\b", between):
            cost += 25  # "Ten weeks for persistent pain" is time of what was done for it.
    else:
        between = text[end : span.start]
        cost = len(between)
        if re.search(
            r"(?:\bfor|\bx|\bsince|\bfrom|\bof|\bafter|\bover|\blast(?:ed|ing)?)\s(?:about|the last|the past|over|around|at least|approx\w*|a good|some|nearly|almost)?\s*$",
            between,
        ):
            cost -= 6
    cost += 45 * len(re.findall(r"[,:()]| - | but | and (?=has|have|is|was|now|i|he|she|the|it)", between))
    return cost


def _stands_alone(sentence: str) -> bool:
    return len(re.findall(r"\w+", sentence)) <= 9


def pain(times: Sequence[Owned]) -> Owned | None:
    """The time that says how long this episode has lasted: that of the pain, else that of the trouble in walking."""
    mine = [each for each in times if each.owner == "pain"] or [each for each in times if each.owner == "complaint"]
    if not mine:
        return None
    exact = [each for each in mine if not each.span.vague] or mine
    flares = [each for each in exact if each.flare and not each.old]
    if flares and any(each.old or each.span.weeks > flares[0].span.weeks for each in exact):
        return min(flares, key=lambda each: each.span.weeks)
    whole = next((each for each in exact if each.whole), None)
    if whole is not None:
        return whole
    now = [each for each in exact if not each.old] or exact
    close = [each for each in now if each.distance < 200] or now
    return min(close, key=lambda each: (each.distance > 60, each.span.start))


def treatment(times: Sequence[Owned]) -> Owned | None:
    """The longest time of treatment."""
    mine = [each for each in times if each.owner == "treatment"]
    return max(mine, key=lambda each: (each.span.weeks, -each.span.start), default=None)
