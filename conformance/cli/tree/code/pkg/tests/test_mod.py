def test_mod():
    assert 1 + 1 == 2
