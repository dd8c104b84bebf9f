from assistant.checker import next_questions


def test_never_more_than_three_and_emergencies_first(checker):
    questions = next_questions(checker.check({}))
    assert len(questions) == 3
    assert questions[0].fact == "cauda_equina_features"
    assert {each.worst_urgency for each in questions} == {"emergency"}


def test_what_was_asked_is_not_asked_again(checker):
    first = next_questions(checker.check({}))
    second = next_questions(checker.check({}), asked=[f"{first[0].fact}.saddle_numbness", first[1].fact])
    assert second[0] == first[2]
    assert not {first[0].fact, first[1].fact} & {each.fact for each in second}


def test_what_decides_goes_before_what_only_changes_the_study(checker):
    care = {"prior_management_weeks": 10, "response_to_management": "not_improved", "intervention_candidate": True}
    result = checker.check({"pain_sites": {"lumbar": True}, "age_years": 43, **care})
    kinds = [bool({"verdict", "urgency"} & set(each.could_change)) for each in next_questions(result, most=99)]
    assert kinds == sorted(kinds, reverse=True)
    assert False in kinds


def test_a_settled_verdict_asks_only_about_the_study(checker):
    result = checker.check({"cauda_equina_features": {"saddle_numbness": True}, "age_years": 40})
    assert result.settled
    assert {part for each in next_questions(result) for part in each.could_change} == {"first_study"}
