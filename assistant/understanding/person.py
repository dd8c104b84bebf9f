# ruff: noqa: E501 - a pattern is easier to check in one piece
"""Who the patient is: age, sex, and the patient's relation to the writer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.numbers import NUMBER, number

_MALE_KIN = (
    "father|dad|daddy|da|papa|pop|pops|husband|hubby|son|brother|grandad|granddad|grandpa|grandfather|uncle|nephew|boyfriend|boy|lad|"
    "father in law|father-in-law|stepfather|stepdad|stepson|grandson|fiance"
)
_FEMALE_KIN = (
    "mrs|missis|mother|mum|mom|mam|mammy|mama|ma|mummy|nanna|nanny|wife|missus|daughter|sister|gran|granny|nan|nana|grandma|grandmother|aunt|auntie|niece|"
    "girlfriend|girl|lass|mother in law|mother-in-law|stepmother|stepmum|stepdaughter|granddaughter|fiancee"
)
_ANY_KIN = (
    "partner|child|kid|toddler|baby|cousin|friend|neighbour|neighbor|spouse|teenager|twin|patient|teen|colleague|mate"
)
KIN = re.compile(
    rf"(?:\b(?:my|our|wor|oor)\s|(?<![\w'])me\s(?=(?:own\s|old\s)?(?:mum|mam|mammy|ma|da|dad|nan|gran|wife|husband|missus|brother|sister|son|daughter)\b)|(?:^|(?<=[.!?]\s)|(?<=\n))(?=(?:mum|mom|dad|da|mam|mammy|nan|gran|granny|grandma|grandad|grandpa|hubby|husband|wife|daughter|son|mother|father)\b))(?:(?:elderly|old|older|younger|little|big|eldest|youngest|dear|poor|own|teenage|adult|lovely|\w+[- ]?(?:yr|year)s?[- ]old|\d+\s?(?:yo|y/o))\s)*"
    rf"(?P<kin>(?P<male>{_MALE_KIN})|(?P<female>{_FEMALE_KIN})|(?P<any>{_ANY_KIN}))\b(?!\s(?:says?|said|thinks?|insists?|told|reckons?|wants|suggested|keeps))"
)
#: "My brother could not pee; it's me with the sore back": whatever befell others, the writer is the patient.
_WRITER_HURTS = re.compile(
    r"\b(?:it'?s|it is) me\b(?=\s(?:with|who|that|i)\b[^.,]{0,40}\b(?:back|pain|sciatica|ache|hurts?)\b|\s*[.,!?]|\s*$)|\b(?:i'?m|i am) the one (?:with|who)\b(?=[^.,]{0,40}\b(?:back|pain|sciatica|ache|hurts?)\b)"
    r"|\bi(?:\s(?:just|only|simply|merely|myself))*(?:'?ve| have|'?ve got| got)"
    r"(?:\s(?:just|only|also|got|had|a|an|some|this|bad|sore|low|lower|upper|mild|dull|really|very|the|ordinary|normal|plain|simple|usual|bit|touch|of))*"
    r"\s(?:back\s?(?:pain|ache)?|backache|sciatica|lbp)\b"
)
_OWN_AGE = re.compile(r"\b(?:i'?m|i am) \d+\b(?!\s?(?:weeks?|wks?|months?))")
#: The writer's own pain, wherever it is told.
_OWN_PAIN = re.compile(
    r"\bmy (?:own |low(?:er)? |middle |mid |upper |right |left |bad |sore |poor |whole )*(?:back|leg|spine|neck|bladder|tailbone|sciatica|bum|buttock)\b"
    r"|\bi(?:'?ve| have| had|'?d)?\s(?:just |only |also |now |still |been |recently )*(?:have|had|got|get|having|hurt|hurting|feel|felt|suffer\w*|fell|slipped|woke|ache|aching)\b"
    r"(?:(?!\b(?:he|she|his|her|him|they|their|fell|slipped|hurt)\b)[^.;?!]){0,45}?\b(?:pains?|painful|ach(?:e|es|ing|y)|sore|stiff\w*|sciatica|back ?ache|lbp|back|spine|numb\w*)\b"
    r"|\bi (?:fell|slipped|tripped|hurt my)\b|\bmine(?:'s| is| was| hurts| aches| has)\b"
)
#: A back that hurts: "my mum had her spine fused, my back hurts" is not about the mother.
_HURTS = re.compile(
    r"\b(?:back|spine|sciatica)\b(?:(?!\bmy\b)[^.?!\n])*\b(?:pains?|painful|hurt\w*|ach\w*|sore|agony|bad|killing|gone|went|spasm\w*|stiff\w*)\b"
    r"|\b(?:pains?|ach(?:e|es|ing)|hurt\w*|agony|sore|bad|sciatica|back ?ache)\b(?:(?!\bmy\b)[^.?!\n])*\b(?:back|spine|sciatica)\b|\b(?:back ?(?:pain|ache)|backache|sciatica)\b"
)
_WRITES_FOR = re.compile(
    r"\b(?:writing|asking|posting|calling|ringing|here|enquiring|question|behalf of|care|caring|carer|caregiver|look(?:ing)? after)"
    r"\s(?:for|of)?\s*$"
)
_STOP = re.compile(r"[.?!\n]")
_BACK = re.compile(r"\b(?:back|spine)\b")
#: What sets a relative who is the patient apart from one who is only joined to something ("and my mum").
_THEIR_BACK = re.compile(
    r"'?s?\s(?:has |have |got |gets |had |with )*(?:a |an |bad |low |lower |really )*(?:back|spine|sciatica)\b"
    r"|\s(?:touches|bends|stands|sits|walks|lies|moves)\b"
)
_YEARS = r"(?:years?|yrs?|yeers|yr\.?|y)"
_OLD = rf"(?:[\s-]*(?:{_YEARS}[\s-]*(?:olds?|of age)\b|y[./]?\s?/?o\b\.?|yo\b|{_YEARS}\b(?=[\s,.]*(?:male|female|man|woman|m\b|f\b|boy|girl|lady|gentleman))))"
_HEAD = r"(?:man|woman|male|female|lady|gentleman|gent|boy|girl|lad|lass|chap|bloke|guy|m|f)"
_AGE_PATTERNS = tuple(
    (re.compile(pattern), weight)
    for pattern, weight in (
        (r"(?<![\d./])(?P<months>\d{1,2})[\s-]*(?:months?|mths?|mo)[\s-]*old\b", 9),
        (rf"(?<![\d./])\b(?P<age>{NUMBER}){_OLD}", 10),
        (r"(?<![\w./])(?P<age>\d{1,3})\s?(?P<sex>[mf])\b(?!\s?/|\.\d)", 9),
        (r"(?<![\w/'])(?P<sex>[mf])\s?/?\s?(?P<age>\d{2,3})(?![\d/]|\s?%|[.,]\d|\s?(?:mph|kmh|mg|ml|kg|m\b|days?|weeks?|months?|hrs?|hours?|min))", 8),
        (rf"(?<![\d./])(?P<age>\d{{1,3}})[\s,]+(?:(?:yo|yrs?|years?)\s)?(?:{_HEAD})\b(?!\s?\d{{2}}\b)", 8),
        (rf"\b(?:{_HEAD})\s?(?:,\s?|\(\s?|aged?\s|of\s|-\s?|is\s)?(?:aged?\s)?(?P<age>\d{{1,3}})(?![\d/.%]|\s?(?:mph|kmh|mg|ml|kg|cm|m\b|days?|weeks?|months?|wks?|hrs?|hours?|/|x\b|st\b|lbs?|stone|kilos?|pounds))", 7),
        (rf"\bage[:\s]+(?:is\s)?(?P<age>{NUMBER})\b(?!\s?(?:onset|of onset))", 8),
        # "rods for scoliosis aged 16" gives way to any age of its own.
        (rf"\baged[:\s]+(?P<age>{NUMBER})\b(?!\s?(?:onset|of onset))", 5),
        (rf"\b(?:i'?m|i am|im|iam)\s(?:a\s|just\s|now\s|currently\s|only\s|almost\s|nearly\s)*(?P<age>{NUMBER})\b(?!\s?(?:%|weeks?|wks?|/|months?|days?|kg|stone|st\b|lbs?|cm|hours?|mins?|feet|foot|ft|miles|pounds|kilos?|steps|plus|times|percent))", 8),
        (rf"\b(?:i|he|she)\s(?:have|has|haves|got)\s(?P<age>{NUMBER})\s(?:years?|yrs)\b(?!\s(?:of|with|since|history|ago|experience|pain))", 8),
        (rf"\b(?:he|she|who|pt|patient)\s?(?:'s|s|is|was)\s(?:a\s|now\s|just\s|only\s)*(?P<age>{NUMBER})\b(?!\s?(?:%|weeks?|wks?|/|months?|days?|kg|stone|lbs?|cm|hours?|feet|foot|ft|miles|pounds|kilos?|when))", 7),
        (rf"\b(?:{_HEAD}|child|person|patient|pt)\sof\s(?P<age>{NUMBER})(?:\s(?:years?|yrs))?\b", 8),
        (rf"\b(?P<age>{NUMBER})\s(?:years?|yrs)\sof\sage\b", 9),
        (rf"\bturn(?:ed|ing|s)?\s(?P<age>{NUMBER})\b", 6),
        (rf"\b(?:{_MALE_KIN}|{_FEMALE_KIN}|{_ANY_KIN})(?:'?s)?(?:\s(?:is|s|who is|who's|whos|aged|of))?\s?[,(:]?\s?(?:aged\s|is\s|now\s|just\s|age\s|only\s)*(?P<age>\d{{1,3}})(?=\s*[,).;:]|\s+(?:and|with|has|who|low|back|pain|lung|breast|prostate|bowel|is|hurt|bowls|plays|does|yrs?|years?|yo|y/o|had|got|his|her|been|complain|can|male|female|old|lower|started|cant|woke|fell|keeps|now|for|since|slipped|tripped|says|said|was|went|woke|noticed|feels|felt|thinks|collapsed|turned)\b|\s*$)", 7),
        (r"(?:^|(?<=[.!?,;]\s)|(?<=\n))(?:am|aged|aet)\s(?P<age>\d{1,2})(?=\s*(?:[,.;]|$|and\b|with\b|yrs?\b|years?\b|male|female|man|woman|m\b|f\b))", 6),
        (r"\b(?:himself|herself|yer man|yerself)\s(?:is|'s)\s(?P<age>\d{1,3})\b(?!\s?(?:%|weeks?|months?|days?))", 7),
        (r"\b(?P<age>[1-9]\d)\s(?:he|she)\s(?:is|was)\b(?!\s(?:in|on|at|having|weak|unable))", 5),
        (rf"\b(?P<age>{NUMBER})\s(?:last|this|next|in|come|this past)?\s?(?:january|february|march|april|may|june|july|august|september|october|november|december)\s(?:gone|just gone|past|last|there|just past)\b", 6),
        (r"\b(?P<age>[1-9]\d)\s(?:age|aged|years age)\b(?!\s?(?:\d|onset))", 5),
        (r"\b(?:my|her|his) age,?\s(?:which is|i'?m|being|of|is|at)\s(?P<age>\d{1,3})\b", 7),
        (r"\b(?:i|he|she|who)\s?(?:'ll|will|ll) be (?P<age>\d{2})\b(?!\s?(?:%|weeks?|months?|days?))", 4),
        (r"(?:^|(?<=[.!?,;]\s)|(?<=\n))(?P<age>[1-9]\d) now\b", 4),
        (r"(?:^|(?<=[.;!?,]\s)|\b(?:that|still|active|fit|well|even|and|now)\s)at (?P<age>[3-9]\d)(?=\s*[,.;]|\s(?:she|he|i|you)\b|\s*$)", 1),
        (r"^\W*(?:hi|hello|hey|dear doctor|good morning|good evening|pt|patient|re|ref|case|ed|gp|resus|triage)?[\s,:.!]*(?!\d\.\s)(?P<age>\d{1,3})\s?(?=[,;.]\s|\s(?:low|lower|back|pain|lumbar|lbp|here|bad|with|sciatica|and|male|female))", 6),
        (r"\bnow (?:aged )?(?P<age>\d{2})(?=\s*[,.;)]|\s+(?:and|with)\b|\s*$)", 3),
        # A number alone between stops, or years alone at the end: "low back pain 2 weeks, 71. scan?", "no fever, 48 yrs."
        (r"(?<=[a-z)][,.;!?]\s)(?P<age>[1-9]\d|10\d)(?=\s*(?:[,.;?!](?!\d)|$))", 2),
        (r"\b(?:mr|mrs|ms|miss)\s(?P<age>\d{2})(?=\s*[,.;)])", 5),
        (r"(?<=[a-z)][,.;!?]\s)(?P<age>(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?)(?=\s*(?:[.;?!]|$))", 2),
        (r"(?<=[a-z)\d][,.;!?]\s)(?P<age>[2-9]\d)\s?(?:yrs?|years?|y)(?=\s*(?:[.,;?]|$))", 1),
        (r"\(\s?(?P<age>\d{1,3})\s?(?:yrs?|y|years?)?\s?\)", 4),
    )
)  # fmt: skip
_DECADE = re.compile(
    r"\b(?:in|mid|early|late)\s?-?\s?(?:(?:his|her|my|their|the)\s)?(?P<part>early|mid|late|middle)?[\s-]*(?P<decade>[2-9]0'?s|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b"
    r"|\b(?P<word>quadragenarian|quinquagenarian|sexagenarian|septuagenarian|octogenarian|nonagenarian|centenarian)\b"
)
_DECADE_WORDS = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90, "quadragenarian": 40, "quinquagenarian": 50, "sexagenarian": 60, "septuagenarian": 70,
    "octogenarian": 80, "nonagenarian": 90, "centenarian": 100,
}  # fmt: skip
#: "I'm 54, no, tell a lie, 55"
_AGE_AGAIN = re.compile(
    r"[\s,.(-]*(?:no|sorry|i mean|tell a lie|make that|scratch that|correction|rather)\b[\s,.:-]*(?:no|sorry|i mean|tell a lie|make that|it'?s|i'?m)?[\s,:-]*(?P<age>[1-9]\d)\b(?!\s?(?:%|weeks?|months?|days?|mg))"
)
_METRES = re.compile(
    r"\b(?:f[ae]ll\w*|drop\w*|jump\w*|height|came off|landed|thrown|plunged)\b[^.;,]{0,40}$|(?:approx\.?|about|~)\s*$"
)
_CHRONIC = re.compile(
    r"\b(?:chronic|on and off|off and on|intermittent|recurrent|long[- ]?standing|known|for|since)\b[^.;]*$"
)
_NOT_NOW = re.compile(
    r"\b(?:when|since|onset|began|started|from|until|at|died|dead|before|diagnosed|menopause|by|till|after|retired)"
    r"(?:\s(?:i|he|she|they|we|at|was|were|age|aged|of|the|about|around|in|on|is|late|early|mid|her|his|my))*[\s:]*$"
)
_MALE_NOUN = re.compile(
    r"\b(?:man|male|gentleman|gent|boy|lad|chap|bloke|guy|widower|mr(?![\s-]?(?:conditional|non|unsafe|safe|unsafe|compat\w*|scan\w*|imag\w*|spine|lumbar|angio\w*|l\b|whole|pelvis|sij|neuro\w*|with\w*|is|was|unit|department|or|and|:|[,.;?)]|$))|grandfather|postman|fireman)\b"
)
_FEMALE_NOUN = re.compile(
    r"\b(?:woman|femal|female|lady|girl|lass|mrs|ms|miss|housewife|g\d\s?p\d|widow|grandmother|waitress|primip|multip|primigravida|midwife)\b"
)
_FIELD = re.compile(r"\b(?:sex|gender)\s*[:=-]?\s*(?P<sex>m|f|male|female)\b(?!\s?/)|\(\s?(?P<tag>[mf])\s?[,)]")
_UNTOLD = re.compile(
    r"\b(?:sex|gender)\s*[:=-]?\s*(?:is\s)?(?:not (?:stated|recorded|given|disclosed|specified)|unspecified|undisclosed|withheld)\b"
    r"|\b(?:prefers?|preferred|wishes|rather) not to (?:say|record|state|disclose|give|specify)(?: (?:their|his|her|the|my))? (?:sex|gender)\b"
)
_HE = re.compile(r"\b(?:he|him|his|himself|he's|hes)\b")
_SHE = re.compile(r"\b(?:she|her|hers|herself|she's|shes)\b")
_I = re.compile(r"\b(?:i|i'm|im|i've|ive|my|me)\b")
_OTHERS = re.compile(
    rf"\b(?:my|his|her|our|their|late|a|the)\s(?:late\s|own\s|elderly\s|old\s)?(?:{_MALE_KIN}|{_FEMALE_KIN}|{_ANY_KIN}|doctor|dr|gp|consultant|surgeon|nurse|physio|boss|colleague|man|lady|woman)\b"
)
_DESCRIBED = re.compile(
    rf"\b(?:this|a|the|our)\s(?:\w+\s)?{NUMBER}[- ](?:years?|yrs?)[- ]old\b|\b(?:re|patient|pt)\s?[:,]?\s(?:is\s)?(?:this\s)?(?:a\s)?{NUMBER}\b"
)
_REFERRER = re.compile(r"\b(?:dear|yours|regards|from|by|saw|see|seen|dr|doctor)\s+(?:mr|mrs|ms|miss)\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where it stands."""

    value: float | str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Person:
    """The patient as far as the message tells."""

    age: Found | None = None
    sex: Found | None = None
    kin: str = ""
    """What the patient is to the writer ("mother"); empty where the writer is the patient or a clinician."""
    writer_is_patient: bool = False
    writer_hurts: bool = False
    """The writer tells of pain or an age of their own."""


def read_person(text: str) -> Person:
    """Who the patient is, from a plain text."""
    kin = _patient_kin(text)
    age, tagged = _age(text)
    sex = tagged or _sex(text, kin, age)
    first_person = kin is None and bool(_I.search(text))
    hurts = first_person and bool(_OWN_PAIN.search(text) or _OWN_AGE.search(text) or _WRITER_HURTS.search(text))
    return Person(age, sex, kin["kin"] if kin else "", first_person, hurts)


def _patient_kin(text: str) -> re.Match[str] | None:
    """The relative whom the message is about: the first one with an age, pain or a subject's verb of their own."""
    if _WRITER_HURTS.search(text):
        return None
    for match in KIN.finditer(text):
        after = text[match.end() : match.end() + 60]
        before = text[max(0, match.start() - 25) : match.start()]
        joined = re.search(r"\b(?:late|and|or|with|by|when|history of|for|if|like)\s*$", before)
        # "I'm 45 and my husband's back has gone" begins again; "my mum and my dad" does not.
        if (
            joined
            and not before.strip().startswith("for")
            and not _WRITES_FOR.search(before)
            and not _THEIR_BACK.match(text, match.end())
        ):
            continue
        own_pain = re.match(
            r"['\u2019]?s?[\s,(]*(?:is |aged |of |who is |in[ -]law,? |who's |whos |age |now |just |he'?s |she'?s |he is |she is )*(?:\d{1,3}\b|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b|back\b|low(?:er)? |spine|leg|mid)"
            r"|[\s,]*(?:who |also |now |just |only |is |\w+ly )*(?:has|have|had|hurt|hurts|fell|slipped|tripped|gets|got|keeps|(?:is|are) (?:having|in|suffering|complaining|a|\d|on|diabetic|known|due|waiting)|"
            r"cant|can't|cannot|started|woke|complain\w*|suffer\w*|was|been|came|s |'s |bowls|plays|does|slid|did|feels|needs|takes|bends|touches|stands|sits|walks|lies|might|may|could|looks|seems|can|bumped|banged|knocked|twisted|pulled|lifted|landed)\b",
            after,
        )
        if not own_pain:
            continue
        # "My mum had kidney stones so she thinks": a relative's illness told by a writer who has the pain.
        own = _OWN_PAIN.search(text)
        rest = text[match.end() : match.end() + 160]
        mentions_back = re.search(
            r"\b(?:back|spine|leg|lumbar|sciatica|scoliosis|curve|ribs|bum|neck|tailbone|crooked|pain|hurt|fell|slipped|tripped|"
            r"wee\b|pee\b|bladder|numb|walk|\d{1,3}\b|lbp|scan|x-?ray|mri)",
            rest,
        )
        aged = _OWN_AGE.search(text)
        sentence = _STOP.search(text, match.end())
        theirs = _HURTS.search(text, match.end(), min(match.end() + 60, sentence.start() if sentence else len(text)))
        if own and own.start() < match.start():
            continue
        if not own and aged and not theirs:
            continue  # "I'm 52, my mum had cancer at 60", but "I'm 45, my husband's back went".
        if own and not _HURTS.search(text, match.end(), min(own.start(), match.end() + 60)):
            continue
        if mentions_back:
            return match
    return None


def _age(text: str) -> tuple[Found | None, Found | None]:
    best: tuple[float, int, Found, Found | None] | None = None
    for pattern, weight in _AGE_PATTERNS:
        for match in pattern.finditer(text):
            found = _age_of(text, match)
            if found is None:
                continue
            groups = match.groupdict()
            sex = groups.get("sex")
            tag = Found("male" if sex == "m" else "female", *match.span("sex")) if sex else None
            score = (-weight, match.start(), found, tag)
            if best is None or score[:2] < best[:2]:
                best = score
    if best is None:
        return _decade(text), None
    again = _AGE_AGAIN.match(text, best[2].end)
    age = Found(float(again["age"]), *again.span("age")) if again else best[2]
    return age, best[3] or _tag_after(text, age)


def _age_of(text: str, match: re.Match[str]) -> Found | None:  # noqa: PLR0911 - one way out per reason not to take it
    groups = match.groupdict()
    before = text[max(0, match.start() - 40) : match.start()]
    key = "months" if groups.get("months") else "age"
    value = number(groups[key])
    if value is None or value > 120 or value != int(value):
        return None
    if re.search(r"\d\s?m$", match.group()) and _METRES.search(before):
        return None  # "fell about 5 m"
    if re.search(r"\d\s?(?:years?|yrs?|y)$", match.group()) and _CHRONIC.search(before):
        return None  # "chronic back pain, 20 years"
    if (
        not match.group().startswith("now")
        and _NOT_NOW.search(before.rstrip())
        and not re.search(r"(?:from|at|since|is|was) (?:a|an|the)\s*$", before)
    ):
        return None
    if re.search(r"\bwhen\s(?:i|he|she)\s?(?:was)?\s*$", before) or re.search(
        r"\bwhen\s(?:i|he|she)\s(?:was|turned)\s", match.group()
    ):
        return None
    own = _OTHERS.search(before)
    if (
        own
        and before[own.end() :].strip(" ,(") in {"", "died at", "had it at", "was", "died aged"}
        and "died" in before
    ):
        return None
    if re.match(r"\s?(?:died|who died)", text[match.end() : match.end() + 10]):
        return None
    if key == "months":
        if re.search(
            r"\b(?:nursing|feeding|mother (?:of|to)|mum (?:of|to)|has|have|got|with)\s(?:a|my|her|our|the)\s*$", before
        ):
            return None  # "nursing a 3 month old"
        value = value // 12
    start, end = match.span(key)
    if groups.get("sex") or re.match(r"[\s-]*(?:years?|yrs?|y)", text[end : match.end() + 1]):
        end = (
            max(end, match.end())
            if text[end : match.end()].strip(" -")[:1] in {"y", ""} or groups.get("sex") is None
            else end
        )
    while end > start and text[end - 1] in " ,-":
        end -= 1
    return Found(float(int(value)), start, end)


def _decade(text: str) -> Found | None:
    match = _DECADE.search(text)
    if match is None:
        return None
    word = match["word"] or match["decade"]
    before = text[max(0, match.start() - 30) : match.start()]
    if re.search(r"\b(?:since|began|started|onset|back|heroin|injected|used|drugs|when|from|smoked)\b[^,.]*$", before):
        return None
    base = _DECADE_WORDS.get(word) or int(re.sub(r"\D", "", word))
    part = match["part"] or re.match(r"early|mid|late|", match.group()).group()  # type: ignore[union-attr]  # "" always matches
    # The upper end keeps the rules for older people open.
    value = base + {"early": 3, "mid": 6, "middle": 6}.get(part, 9)
    return Found(float(value), match.start(), match.end())


def _tag_after(text: str, age: Found) -> Found | None:
    match = re.match(
        r"[\s,(/-]*(?:years?[- ]old|yrs?[- ]old|y/?o|yo|yrs?|years?)?[\s,(/-]*(?P<sex>[mf])\b(?![/'])(?!\.\S)",
        text[age.end : age.end + 20],
    )
    if match:
        start = age.end + match.start("sex")
        return Found("male" if match["sex"] == "m" else "female", start, start + 1)
    match = re.search(r"(?<![\w'])(?P<sex>[mf])\s?[,/]?\s?$", text[max(0, age.start - 4) : age.start])
    if match:
        start = max(0, age.start - 4) + match.start("sex")
        return Found("male" if match["sex"] == "m" else "female", start, start + 1)
    return None


def _sex(text: str, kin: re.Match[str] | None, age: Found | None) -> Found | None:
    field = _FIELD.search(text)
    if field:
        name = "sex" if field["sex"] else "tag"
        return Found("male" if field[name][0] == "m" else "female", *field.span(name))
    untold = _UNTOLD.search(text)
    if untold:
        return Found("unspecified", *untold.span())
    if kin and (kin["male"] or kin["female"]):
        return Found("male" if kin["male"] else "female", *kin.span("kin"))
    nouns = [Found("male", *m.span()) for m in _MALE_NOUN.finditer(text) if _is_patient(text, m)]
    nouns += [Found("female", *m.span()) for m in _FEMALE_NOUN.finditer(text) if _is_patient(text, m)]
    if nouns:
        near = age.start if age else 0
        return min(nouns, key=lambda found: (abs(found.start - near), found.start))
    # A letter that speaks of "this 48-year-old teacher" is not about its writer.
    if (
        kin is None
        and not _DESCRIBED.search(text)
        and _I.search(
            re.sub(
                r"\bin my (?:view|opinion|clinic|surgery|practice)\b|\bmy (?:patient|impression|clinic|view|opinion)\b|\bi (?:suspect|am|think|have|would|wonder|examined|saw|note|am not|will|plan|can|could|order|should|want|need|get|found|find|m|'m)\b",
                " ",
                text,
            )
        )
    ):
        return None
    others = [m.start() for m in _OTHERS.finditer(text) if kin is None or m.start() != kin.start()]
    pronouns = [Found("male", *m.span()) for m in _HE.finditer(text)] + [
        Found("female", *m.span()) for m in _SHE.finditer(text)
    ]
    pronouns = [p for p in pronouns if not any(0 < p.start - other < 60 for other in others)]
    kinds = {found.value for found in pronouns}
    return min(pronouns, key=lambda found: found.start) if len(kinds) == 1 else None


def _is_patient(text: str, match: re.Match[str]) -> bool:
    if _REFERRER.search(text[max(0, match.start() - 8) : match.end()]) and match.group() in {"mr", "mrs", "ms", "miss"}:
        return False
    before = text[max(0, match.start() - 22) : match.start()]
    if re.search(r"\b(?:i'?m|i am) (?:a|an) (?:\w+ ){0,2}$", before):
        return True
    if match.group() in {"ms", "miss"} and not re.match(r"\.?\s[a-z]", text[match.end() : match.end() + 3]):
        return False
    if match.group() in {"ms", "miss"} and re.search(
        r"(?:has|with|had|of|known|i|we|to|you|not|they|might|dont)\s*$", before
    ):
        return False
    return not re.search(
        r"\b(?:another|old friend|for (?:a|any)|cleaning|any|other|post|young at work|my boss is an?|like an?|every|neighbour is an?|like an old|an old|as an?(?: young)?|been an?|next to an?|beside an?|with an?(?: very)?(?: nice| lovely)?|same as an?)\s*$",
        before,
    ) and not re.search(r"\b(?:my|his|her)\s(?:late\s)?$", before)
