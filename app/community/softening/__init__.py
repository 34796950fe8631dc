"""The softener: what in the draft of an anonymous post may say who wrote it, and a softer wording.

A *detail* is a passage of a draft, of some kind (a name, an employer, a day), with the words that
could stand there instead. *Hers* is what the draft is compared with: her profile, and what she has
posted under her own name. Everything here is a pure function of words and a day: nothing is asked,
kept, counted or logged. It only ever offers; no rule of it refuses a post.

`details` says what is found; `rules` is how passages are looked for; `people`, `contacts`, `work`,
`teams`, `days`, `ages` and `places` hold the rules; `hers` compares; `lexicon` reads the lists of
words. The rules know English: `tongue` tells whether a draft is in it. The softer words are
messages, said in the language of her page.
"""
