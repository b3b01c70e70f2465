"""Waits, started and idle, until it is told which program to become; says when it is ready.

Told once on descriptor 0: eight hexadecimal digits, then that many bytes, words that end with NUL:
how (run or exec), the program's path, the number of arguments, they, names and values of variables.
Descriptor 7 is the program's input.
"""


def wait():
    import gc
    import os
    import sys

    def take(count):
        data = b""
        while len(data) < count:
            piece = os.read(0, count - len(data))
            if not piece:
                os._exit(0)
            data += piece
        return data

    # The first program that an interpreter compiles takes a millisecond longer than the next.
    exec(compile("pass", "", "exec", dont_inherit=True), {})
    # At its end it looks through everything in vain otherwise, which takes longer than a short program.
    gc.collect()
    gc.freeze()
    del sys.modules["gc"]
    os.write(1, b"r")
    words = [os.fsdecode(each) for each in take(int(take(8), 16)).split(b"\0")[:-1]]
    os.dup2(7, 0)
    os.close(7)
    how, main, count = words[0], words[1], 3 + int(words[2])
    arguments, variables = words[3:count], words[count:]
    os.environ.update(zip(variables[::2], variables[1::2]))
    if how == "exec":
        os.execv(sys.executable, [sys.executable, main, *arguments])
    before = sys.stdin
    sys.stdin = sys.__stdin__ = open(
        0, encoding=before.encoding, errors=before.errors, closefd=False
    )
    sys.stdin.buffer.raw.name = "<stdin>"
    sys.argv[:] = [main, *arguments]
    sys.orig_argv[:] = [sys.executable, main, *arguments]
    sys.path[0] = os.path.dirname(main)
    loader = sys.modules["_frozen_importlib_external"].SourceFileLoader("__main__", main)
    builtins = sys.modules["__main__"].__builtins__
    # A module that is not frozen, so that what is in it is finalized at the end.
    sys.modules["__main__"] = type(sys)("__main__")
    space = sys.modules["__main__"].__dict__
    space.clear()
    space.update(
        __name__="__main__",
        __doc__=None,
        __package__=None,
        __loader__=loader,
        __spec__=None,
        __annotations__={},
        __builtins__=builtins,
        __file__=main,
        __cached__=None,
    )
    try:
        with open(main, "rb") as file:
            source = file.read()
        exec(compile(source, main, "exec", dont_inherit=True), space)
    except SystemExit:
        raise
    except BaseException as error:
        # As if nothing but the program had run.
        trace = error.__traceback__.tb_next
        sys.excepthook(type(error), error.with_traceback(trace), trace)
        code = 130 if isinstance(error, KeyboardInterrupt) else 1
        error = trace = None
        sys.exit(code)


wait()
