"""What classes need of `typing`, for modules that the linter starts with.

Importing `typing` costs more than a third of a bare interpreter, and each named tuple
that it makes compiles a function (docs/adr). A type checker sees `typing` itself here;
what only annotations need is imported from there under `TYPE_CHECKING`.
"""

__all__ = ["TYPE_CHECKING", "Generic", "NamedTuple", "Protocol", "TypeVar", "cast"]

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Generic, NamedTuple, Protocol, TypeVar, cast
else:
    _new = tuple.__new__

    def cast(form, value):  # noqa: ARG001  the shape of typing's
        """Return *value*."""
        return value

    def TypeVar(name, **_):  # noqa: N802  as above
        """Return what stands for a type; nobody asks it for more than its name."""
        return name

    class Generic:
        """A class that takes types in brackets and forgets them."""

        __slots__ = ()

        def __class_getitem__(cls, _):
            return cls

    class Protocol(Generic):
        """A class that is there to be compared with."""

        __slots__ = ()

    def _first(cls, *values, **named):
        """Make the constructor of *cls* when its first value is made: many have none."""
        defaults = cls._field_defaults
        names = "".join(f"{name}, " for name in cls._fields)
        constructor = eval(  # noqa: S307  names of fields, as `collections.namedtuple` has it
            f"lambda cls, {names}: _new(cls, ({names}))", {"_new": _new}
        )
        constructor.__defaults__ = tuple(defaults.values())
        cls.__new__ = constructor
        return constructor(cls, *values, **named)

    def _replace(self, /, **changes):
        """Return a value with *changes*."""
        made = _new(type(self), map(changes.pop, self._fields, self))
        if changes:
            raise TypeError(f"no such fields: {', '.join(changes)}")
        return made

    def _asdict(self):
        """Return the values by the names of their fields."""
        return dict(zip(self._fields, self, strict=True))

    def _repr(self):
        pairs = zip(self._fields, self, strict=True)
        values = ", ".join(f"{name}={value!r}" for name, value in pairs)
        return f"{type(self).__name__}({values})"

    def _getnewargs(self):
        return tuple(self)

    class _Maker(type):
        """Makes a class below `NamedTuple` a tuple with names, and no class of its own kind."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            from _collections import _tuplegetter  # noqa: PLC0415  as `collections`

            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            for place, field in enumerate(fields):
                body[field] = _tuplegetter(place, None)
            made = {
                "__slots__": (),
                "__match_args__": fields,
                "__new__": _first,
                "__repr__": _repr,
                "__getnewargs__": _getnewargs,
                "_fields": fields,
                "_field_defaults": defaults,
                "_make": classmethod(_new),
                "_replace": _replace,
                "_asdict": _asdict,
            }
            return type(name, (tuple, *bases[1:]), made | body)

    class NamedTuple(metaclass=_Maker):
        """A tuple whose items have names; what stands in its body is as in `typing`."""
