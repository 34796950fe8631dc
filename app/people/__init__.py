"""Who is here, in which circles, behind which pseudonym."""
