"""What can go wrong in the store. Everything else that escapes from it is a bug.

* StoreError
  * Conflict          somebody else wrote first: read the tail, decide again
    * DuplicateCommand  this command was decided before: look up its outcome
  * BadEntry          this entry can never be stored (a ballot for a box without a secret, a wrong type)
  * UnknownSession    no such session, or it has been deleted
  * CodeTaken         another session has this code: draw a new one
  * TooManyAnnotations  the session has as many as it may
  * LinkSpent         this one-time link is used, expired or never existed
  * EmailTaken        another account signs in with this address
  * LastAdmin         without this account nobody could manage the installation any more
  * OrganisationInUse accounts or invitations belong to it
  * StoreBusy         too much is waiting: nothing was queued, try again later
  * StoreFailed       the disk or the database refused, or the store is closed: nothing was stored
  * DatabaseTooNew    a newer version of this program has migrated the database
  * CopyFailed        a copy of the database could not be made or put back
"""


class StoreError(Exception):
    """Root of everything that the store raises on purpose."""


class Conflict(StoreError):
    """The entry was decided on a log that has grown since; nothing of it was stored."""


class DuplicateCommand(Conflict):
    """The seat's command id has an outcome already; nothing of this entry was stored."""


class BadEntry(StoreError):
    """The entry itself is at fault; nothing of it was stored, its neighbours are unharmed."""


class UnknownSession(StoreError):
    """No session has this code (any more)."""


class CodeTaken(StoreError):
    """A session with this code exists."""


class TooManyAnnotations(StoreError):
    """The session has as many annotations as it may; nothing was stored."""


class LinkSpent(StoreError):
    """The one-time link has been used, has expired or never existed; which of these is not told."""


class EmailTaken(StoreError):
    """Another account signs in with this address."""


class LastAdmin(StoreError):
    """This is the last one who manages the installation."""


class OrganisationInUse(StoreError):
    """Accounts or invitations belong to this organisation."""


class StoreBusy(StoreError):
    """The queue in front of the writer is full; nothing was queued."""


class StoreFailed(StoreError):
    """It could not be read, or not be committed (disk full, locked, closed); nothing of it was stored."""


class DatabaseTooNew(StoreError):
    """The database was migrated by a newer version of this program."""


class CopyFailed(StoreError):
    """A copy of the whole database could not be made, or not be put back; the text says why."""
