"""Did you mean …?"""

from avrotower.suggestion import alike, near

WORDS = ("lint", "list", "breaking")


def test_the_nearest_word_is_proposed() -> None:
    assert near("lnt", WORDS) == '; did you mean "lint"?'
    assert near("lit", WORDS, most=2, mark="") == "; did you mean list or lint?"
    assert near("audit-everything", WORDS) == ""


def test_how_alike_words_must_be_can_be_said() -> None:
    assert alike("break", WORDS) == ["breaking"]
    assert alike("break", WORDS, least=0.99) == []
