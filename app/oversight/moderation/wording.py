"""What reasons are called, and what they mean, by their values."""

from app.core.languages import Sentence

REASONS = {
    "worried": (
        Sentence("I’m worried about her"),
        Sentence("She may come to harm, or harm herself."),
    ),
    "threat": (
        Sentence("A threat, or abuse"),
        Sentence("It threatens, stalks or abuses somebody."),
    ),
    "identifies": (
        Sentence("It says who somebody is"),
        Sentence("A name, a place or a picture too many."),
    ),
    "graphic": (
        Sentence("Hard to look at, without a note"),
        Sentence("Violence or injury, unannounced."),
    ),
    "unkind": (
        Sentence("Unkind, or aimed at someone"),
        Sentence("It turns on a person here."),
    ),
    "ignored": (
        Sentence("She asked for something else"),
        Sentence("Advice where listening was asked for."),
    ),
    "selling": (
        Sentence("Selling, or spam"),
        Sentence("It advertises, recruits or repeats itself."),
    ),
    "false": (
        Sentence("False, in a way that harms"),
        Sentence("For example about health or rights."),
    ),
    "other": (Sentence("Something else"), Sentence("Please say what, in the note.")),
}
