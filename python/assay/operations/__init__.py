"""Operations: which stored model scores, and how that is changed."""
