"""What a page says after a deed in mentoring, by the word in its address."""

from app.core.languages import phrases

IN_MENTORING = phrases(
    {
        "mentor-begun": "You are a mentor now. Members find you in the list of mentors.",
        "mentor-saved": "Saved. The list of mentors shows it.",
        "mentor-paused": "You have paused: you stand in no list, and nobody new can ask you.",
        "mentor-resumed": "You are in the list of mentors again.",
        "mentor-stopped": "You are no mentor any more. What you had written about it is destroyed.",
        "answers-kept": "Your answers are kept, for you alone.",
        "answers-deleted": "Your answers are deleted.",
        "asked-mentor": "Your request is with her. You find it under “Mentoring”.",
        "request-accepted": "You are her mentor now. She has been told.",
        "request-asked": "Your question is with her.",
        "request-offered": "She reads that you say yes, once she says who she is.",
        "request-declined": "She reads it in your words, with others whom she could ask.",
        "request-answered": "Your answer is with her.",
        "request-lifted": "She knows your name now.",
        "request-withdrawn": "It is withdrawn. She is not told.",
        "proposed": "It is proposed. The other is told, and agrees or changes it.",
        "agreed": "You both agree. It stands beside your goals.",
        "goal-added": "The goal is kept. Both of you can change it.",
        "goal-done": "Done. It stays here, with its day.",
        "goal-deleted": "The goal is deleted.",
        "note-kept": "Your note is kept.",
        "note-deleted": "Your note is deleted.",
        "checked-in": "Thank you. Only you read it, unless both of you let a coordinator.",
        "check-in-deleted": "It is deleted.",
        "lets-read": "You let a coordinator read them. She can if the other lets her, too.",
        "lets-not-read": "No coordinator reads them.",
        "feedback-kept": "Your feedback is kept.",
        "feedback-shown": "She can read it now.",
        "feedback-hidden": "She can’t read it any more.",
        "feedback-deleted": "Your feedback is deleted.",
        "mentorship-paused": "It is paused until you say that it goes on.",
        "mentorship-resumed": "It goes on. The other is told.",
        "said-done": "You’ve said that it is done. The other is told.",
        "completed": "It is completed. If you like, say what helped.",
        "goes-on": "It goes on. The other is told.",
        "mentorship-ended": "It is over. She is told that, and no reason.",
        "recommended": "She has it now, and decides whether it stands on her page.",
        "recommendation-gone": "It is taken back. Its words are destroyed.",
        "recommendation-changed": "Her words are others now. Read them, and choose again.",
        "shown-on-page": "It stands on your page now.",
        "not-on-page": "It is not on your page any more. She isn’t told.",
        "introduction-offered": "It is offered. We tell you when both have said yes, or after 30 "
        "days.",
        "introduction-back": "It is taken back. To the two it reads as one that did not come "
        "about.",
        "introduction-asked": "She is asked, unless she would rather not be. We tell you when "
        "she says "
        "yes, or after 30 days.",
    }
)
