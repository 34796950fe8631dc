"""What a member can be told of: said by whoever knows of it, heard by her list, her mail and the
pages she has open. All of it happened under her name; what is a voice's is never said here.
"""
