from app import VERSION


def test_the_version_is_told():
    assert VERSION.count(".") == 2
