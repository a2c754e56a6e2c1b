"""Looking into files that are packed, as zip and xlsx are: what stands in them cannot be read from their bytes."""

import io
import zipfile


def unpacked(content: bytes) -> str:
    """All that stands in a file, also in the files that it is packed from."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(unpacked(archive.read(name)) for name in archive.namelist())
