"""Treatment, films, operations, falls, infection and bones in the words of patients and clinicians."""

from __future__ import annotations

import pytest

from assistant.understanding import Reader

Facts = dict[str, object]

_SAID: list[tuple[str, Facts]] = [
    ("Twelve weeks of physio and it has not budged.", {"response_to_management": "not_improved"}),
    ("Done 3 months of core rehab with no change.", {"response_to_management": "not_improved"}),
    ("The naproxen and stretches are a waste of time.", {"response_to_management": "not_improved"}),
    ("Conservative mx 8/52, deteriorating.", {"response_to_management": "worsening"}),
    ("I'd say I'm seventy per cent better.", {"response_to_management": "improving_or_resolved"}),
    ("I'd say it's easing.", {"response_to_management": "improving_or_resolved"}),
    ("I've taken nothing for it.", {"response_to_management": "not_tried", "prior_management_weeks": 0.0}),
    ("Open to nerve root block.", {"intervention_candidate": True}),
    ("Nobody is putting a needle in my spine.", {"intervention_candidate": False}),
    ("Listed for L5/S1 microdiscectomy.", {"intervention_candidate": True, "prior_spine_surgery": None}),
    ("They've mentioned an operation on my back.", {"prior_spine_surgery": None}),
    ("I had my back operated on ten years ago.", {"prior_spine_surgery": "lumbar"}),
    ("My spine was never operated on.", {"prior_spine_surgery": "none"}),
    ("18 days following L4/5 decompression.", {"recent_spine_procedure": True}),
    ("No change since my last MRI.", {"clinical_change": "unchanged", "prior_spine_imaging": True}),
    ("I've never suffered with my back before.", {"clinical_change": "first_episode"}),
    ("X-ray showed nothing broken.", {"xray_or_ct_result": "normal_or_degenerative"}),
    ("The X-ray shows one of my bones has crumbled.", {"xray_or_ct_result": "vertebral_fracture"}),
    ("CT found something eating into the bone.", {"xray_or_ct_result": "destructive_or_suspicious"}),
    ("Is the canal narrowed?", {"clinical_question": "spinal_canal"}),
    ("Is anything broken?", {"clinical_question": "fracture"}),
    ("Came a cropper on the back step.", {"trauma": "low_velocity"}),
    ("Parked up, and a van rolled into me at 5 mph.", {"trauma": "low_velocity"}),
    ("35M fall approx 4 m from scaffold.", {"trauma": "high_energy"}),
    ("I was run over by a tractor.", {"trauma": "high_energy"}),
    ("76F on prednisolone for 2 years, sudden pain on coughing.", {"trauma": "low_velocity"}),
    ("I'm 30 and my back went when I sneezed.", {"trauma": None}),
    ("Fell over yesterday. Alcohol: nil.", {"trauma_screen.intoxication": False}),
    ("Alcohol: nil. Low back pain.", {"trauma_screen.intoxication": None}),
    ("It came out of nowhere, no bump or bang.", {"trauma": "none"}),
    ("I stopped injecting two months ago.", {"iv_drug_use": True}),
    ("Ex-IVDU, clean 12 yrs.", {"iv_drug_use": False}),
    ("The weight is dropping off me.", {"unexplained_weight_loss": True}),
    ("I'm on the fat jabs and down two stone.", {"unexplained_weight_loss": False}),
    ("Toe osteomyelitis on IV antibiotics.", {"recent_infection": True, "infection_suspected": None}),
    ("Nothing to suggest infection.", {"infection_suspected": False}),
    ("Concerned re secondary.", {"cancer_suspected": True}),
    ("The cancer has gone to the bones.", {"cancer_history": "active", "osteoporosis": None}),
    ("Never been told I have thin bones.", {"osteoporosis": False}),
    ("She was flung off the back of a quad bike doing forty.", {"trauma": "high_energy"}),
    ("Came straight through a skylight.", {"trauma": "high_energy"}),
    ("Missed my footing on the last stair.", {"trauma": "low_velocity"}),
    ("Rolled the ute, stank of whisky.", {"trauma_screen.intoxication": True}),
    ("Fell over, blood alcohol zero.", {"trauma_screen.intoxication": False}),
    (
        "Midline L1 TTP, open tib fracture.",
        {"trauma_screen.midline_tenderness": True, "trauma_screen.distracting_injury": True},
    ),
    ("Post discectomy L4/5 11 days ago.", {"recent_spine_procedure": True, "prior_spine_surgery": "lumbar"}),
    ("Hx CES 2016, decompressed.", {"prior_spine_surgery": "lumbar"}),
    ("No operations or injections to the back.", {"prior_spine_surgery": "none", "recent_spine_procedure": False}),
    ("Rods put down her upper back for a curve.", {"prior_spine_surgery": "thoracic_fusion"}),
    ("DENIES CA. DENIES STEROIDS.", {"cancer_history": "none", "chronic_steroids": False}),
    ("It's not that she's never had cancer, she had a breast off in 2011.", {"cancer_history": "past"}),
    ("Ca cervix 2014 cured.", {"cancer_history": "past"}),
    ("Temperature this evening thirty-eight point six.", {"fever": True}),
    ("I weigh what I always did.", {"unexplained_weight_loss": False}),
    ("Down two stone but it's the gym, all on purpose.", {"unexplained_weight_loss": False}),
    ("XR neg.", {"xray_or_ct_result": "normal_or_degenerative", "prior_spine_imaging": True}),
    ("CT report: sclerotic deposits T8.", {"xray_or_ct_result": "destructive_or_suspicious"}),
    ("He's on the list for a disc operation.", {"intervention_candidate": True, "prior_spine_surgery": None}),
    ("Keen on repeat epidural.", {"intervention_candidate": True}),
    ("The GP reckons it might be a secondary.", {"cancer_suspected": True}),
    ("They haven't done any bloods.", {"inflammatory_markers": "not_done", "response_to_management": None}),
    ("My clothes are swimming on me and I haven't been dieting.", {"unexplained_weight_loss": True}),
    ("Uses heroin IV.", {"iv_drug_use": True}),
    ("I'd rather not have any needles.", {"intervention_candidate": False}),
    ("For consideration of microdiscectomy.", {"intervention_candidate": True, "prior_spine_surgery": None}),
    ("This isn't like my usual back pain.", {"clinical_change": "new_or_progressing"}),
    ("X-rayed at A&E, they said no broken bones.", {"xray_or_ct_result": "normal_or_degenerative"}),
    ("Got an X-ray, they told me one of the bones had squashed.", {"xray_or_ct_result": "vertebral_fracture"}),
    ("CT: L1 burst fracture, retropulsion, unstable.", {"xray_or_ct_result": "unstable_injury"}),
    ("Seen by the spinal surgeon today.", {"care_setting": "specialist"}),
    ("RTC, had three pints.", {"trauma_screen.intoxication": True}),
    ("I got T-boned, he was doing 50.", {"trauma": "high_energy"}),
    ("The doctor asked about injecting drugs, I said no.", {"iv_drug_use": False}),
]
_LOOKS_LIKE: list[tuple[str, str]] = [
    ("Should I worry about cancer?", "cancer_suspected"),
    ("I can't help worrying about cancer.", "cancer_suspected"),
    ("I'm up the walls it's cancer because my uncle had it.", "cancer_history"),
    ("I'm a nurse in A&E.", "care_setting"),
    ("I teach at a secondary school.", "cancer_suspected"),
    ("Pre-op MRI please for L4/5 decompression.", "prior_spine_surgery"),
    ("They scanned her brain after a stroke.", "prior_spine_imaging"),
    ("It weighs about the same as a bag of coal.", "unexplained_weight_loss"),
    ("Settling with exercises over a month.", "unexplained_weight_loss"),
    ("It is no better for lying about.", "response_to_management"),
    ("She had a preventive mastectomy.", "cancer_history"),
    ("My back has gone.", "response_to_management"),
    ("Exercise makes it worse, rest helps.", "response_to_management"),
    ("The GP told me to take paracetamol.", "intervention_candidate"),
    ("Going to the loo is as usual, I've not had a minute.", "response_to_management"),
    ("Would they X-ray her back?", "prior_spine_imaging"),
    ("They wanted to X-ray me and I said hang on.", "prior_spine_imaging"),
    ("Should I go to A&E?", "care_setting"),
    ("Cat 4 ulcer over the sacrum.", "care_setting"),
    ("Moving boxes from the truck into the house.", "trauma"),
    ("There was a crushed vertebra on the X-ray.", "trauma"),
    ("Off 5 weeks with low back pain.", "iv_drug_use"),
    ("She will not put weight through her legs.", "unexplained_weight_loss"),
]


@pytest.mark.parametrize(("said", "states"), _SAID, ids=[said for said, _ in _SAID])
def test_everyday_words_state_the_fact(reader: Reader, said: str, states: Facts) -> None:
    evidence = reader.read(said).facts.evidence
    assert {key: evidence[key].value if key in evidence else None for key in states} == states


@pytest.mark.parametrize(("said", "key"), _LOOKS_LIKE, ids=[said for said, _ in _LOOKS_LIKE])
def test_words_that_only_look_so_state_nothing(reader: Reader, said: str, key: str) -> None:
    assert key not in reader.read(said).facts.evidence
