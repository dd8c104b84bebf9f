"""Small words that carry the grammar of a note: what joins, what restarts, what denies."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SINCE = _words("since from after until till before to by for")
#: Words that place a finding in the present, whatever year stands beside it.
OF_NOW = _words("new newly now since current currently recent recently acute today")
JOINS = _words("or nor and / & + n plus")
LINKS = _words(", the my his her both all also any a an new no in of to with")
#: A clause that begins with one of these is about the patient again.
RESTARTS = _words(
    "i he she they we im hes shes ive patient pt it my but also now has had is was on known new with since then"
)
#: Words after which "better" is only better.
BECOMING = _words("getting got gets get feeling bit slowly little much slightly gradually")
RETURNING = _words("back returned recurred again flared relapsed returning")
PASSING = _words("transient temporary brief momentary")
POSSESSIVE = _words("my his her the")
#: After a denied thing and "and", one of these begins a finding of its own ("no erections and numb perineum").
FINDING = _words("numb weak tingly tingling lax reduced absent new poor dead pulseless hypotonic brisk")
#: Behind a comma that no "or" joins to a denial, one of these begins a complaint.
FELT = _words("numb weak tingly dead unable hard")
CONTRASTS = _words("but however although")
ASKING = _words("what which when does do is are should can could would how why who")
PATIENT = _words("i my im ive me he she his her him hes shes patient pt man woman lady gentleman boy girl")
PATIENT_AGAIN = _words("i im ive me myself patient pt himself herself my")
STILL_THEIRS = _words("and or who both had died then also she he")
#: The patient, telling: an "if" in mid-sentence does not reach past a comma into what they say.
TELLING = _words("i im ive my hes shes")
#: One of these behind one of `GOES_ON` leads back from people in general to the patient.
OWN_AGAIN = _words("i im ive my mine he she hes shes patient pt")
GOES_ON = _words("and , so as because ; since")
KIN = _words("mother father mum mom dad sister brother aunt uncle grandmother grandfather cousin")
#: A mention that begins with one of these is a statement of its own, out of reach of an earlier denial.
DENYING = _words(
    "no not nil nothing never without none neither nor cant cannot couldnt dont doesnt didnt havent hasnt isnt wont"
)
#: Denials whose phrase may lend its "no" to the list that follows ("no fever, chills or sweats").
LENDING = _words("no nil nothing without denies never not")
SUBJECTS = _words("i he she they patient pt we has have had")
#: Verbs denied, which reach no list.
LENDING_VERBS = _words("doesnt dont didnt isnt hasnt havent wont cant")
DENIES = _words("denies deny denied denying")
BEING = _words("is are was were does do did has have")
NOT = _words("not isnt arent wasnt werent never longer dont doesnt")
UNTIL = _words("before until till til previously beforehand prior up")
NORMAL = _words("nl wnl normal intact fine ok okay n nad preserved good unremarkable well normally full present")
#: Last words of what is as it always was; a phrase that ends in one speaks for the list before it.
AS_EVER = _words("ever usual always before unaffected unchanged grand champion should be regular regularly")
#: After "no X" one of these makes X the thing that is denied ("no bladder control problems").
TROUBLE = _words(
    "problem problems issue issues trouble troubles difficulty difficulties disturbance disturbances change changes "
    "concern concerns symptoms symptom loss impairment abnormality abnormalities complaints dysfunction upset"
)
#: Words by which an item of a list says that it is so; the first ones do even in a list closed by "or".
OWN_IN_CHAIN = _words("known now today yesterday since")
OWN = OWN_IN_CHAIN | _words("new recent left right bilateral")
HISTORY = _words("history hx h/o")
#: Words of a stop that do not end the reach of what stands after them.
WEAK_STOPS = _words("now only since and i he she was is have can")
#: Words after which a denial or "normal" must have spoken of what stands before it.
BOUNDARIES = _words("and but on in at by for since today apart except save other bar besides with")
CONNECTING_SIGNS = _words("/ + & > < = % :")
BREAKS = _words(": ( ) -")
#: Words between a name and the verdict on it.
LEADS_TO_VERDICT = _words(": - is are was were now very markedly mildly slightly clearly both")
WANTING = _words(
    "reduced decreased diminished impaired altered abnormal lax lost weak poor dulled blunted disturbed flaccid "
    "patulous numb tingly tingling dead insensate hypoaesthetic"
)
ABSENT = _words("absent nil gone")
#: What ought to be there: its absence is the finding.
FUNCTIONS = _words("erection erections ejaculation tone squeeze sensation power strength function control feeling")
#: What ought not to be there.
SIGNS = _words("numbness anaesthesia anesthesia symptoms sx incontinence retention dysfunction drop deficit signs")
