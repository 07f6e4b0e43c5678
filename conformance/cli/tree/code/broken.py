import pickle  # nosec


def half(:
    assert True
