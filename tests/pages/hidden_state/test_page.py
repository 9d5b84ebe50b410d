"""The hidden-state page as a whole: it opens well, and its questions are answered."""

from tests.pages.hidden_state.opening import chips, picture_sent, visit


def test_it_opens_with_a_picture_and_nothing_to_complain_about():
    visitor = visit()
    assert visitor.is_whole and visitor.at.query_params == {}
    assert not visitor.said("error") and not visitor.said("warning") and not visitor.said("info")
    picture = picture_sent(visitor)
    assert chips(picture["pictures"][0]) == "∎marianne" and picture["settings"]["view"] == "memory"


def test_each_question_is_answered_by_the_network():
    visitor = visit()
    guesses = [widget for widget in visitor.at.get("button_group") if str(widget.key or "").startswith("guess_")]
    assert len(guesses) >= 6
    for widget in guesses:
        options = widget.options
        visitor.set(**{widget.key: getattr(options[0], "content", options[0])})
    verdicts = [m for m in visitor.said("markdown") if "check_circle" in m or "lightbulb" in m]
    assert len(verdicts) >= 6


def test_a_notice_names_the_choice_between_h_and_c():
    [notice] = visit(kind="x").said("info")
    assert "Hidden or cell state" in notice
