"""What a mentor says of her mentee, in her own words: the mentee sees it first and decides alone
whether it is *shown* on her page.
"""
