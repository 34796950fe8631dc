"""Signs of an offer that is no offer: a note to the moderators, who decide. Never a refusal."""
