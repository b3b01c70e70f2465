"""Runs cells in one interpreter: what one defines the next one finds.

Told on descriptor 0, again and again: eight hexadecimal digits, then that many bytes: the cell's
mark, NUL, run or stop, NUL, code. Answers on both outputs: NUL, mark, colon, status, line end.
"""


def session():
    import ast
    import linecache
    import os
    import queue
    import signal
    import sys
    import threading
    import traceback

    channel, out, err = os.dup(0), os.dup(1), os.dup(2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    cells = queue.SimpleQueue()
    main = threading.get_ident()
    running = [None]

    def take(count):
        data = b""
        while len(data) < count:
            piece = os.read(channel, min(65536, count - len(data)))
            if not piece:
                os._exit(0)
            data += piece
        return data

    def listen():
        while True:
            mark, verb, code = take(int(take(8), 16)).split(b"\0", 2)
            if verb == b"run":
                cells.put((mark, code.decode("utf-8", "replace")))
            elif running[0] == mark:
                signal.pthread_kill(main, signal.SIGINT)

    def flush():
        for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
            try:
                stream.flush()
            except Exception:
                pass

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=listen, daemon=True).start()
    space = sys.modules["__main__"].__dict__
    builtins = space["__builtins__"]
    space.clear()
    space.update(__name__="__main__", __doc__=None, __builtins__=builtins)
    sys.argv[:] = [""]
    number = 0
    while True:
        mark, code = cells.get()
        number += 1
        name = "<cell %d>" % number
        linecache.cache[name] = (len(code), None, code.splitlines(True), name)
        status = b"1"
        signal.signal(signal.SIGINT, signal.default_int_handler)
        running[0] = mark
        try:
            tree = compile(code, name, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
            last = None
            if tree.body and isinstance(tree.body[-1], ast.Expr):
                last = ast.Expression(tree.body.pop().value)
            exec(compile(tree, name, "exec", dont_inherit=True), space)
            if last is not None:
                sys.displayhook(eval(compile(last, name, "eval", dont_inherit=True), space))
            status = b"0"
        except SystemExit:
            raise
        except BaseException as error:
            trace = error.__traceback__.tb_next
            # The interpreter's own hook does not know the source of a cell.
            own = sys.excepthook is sys.__excepthook__
            show = traceback.print_exception if own else sys.excepthook
            show(type(error), error.with_traceback(trace), trace)
            error = trace = None
        finally:
            running[0] = None
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        flush()
        for stream in (out, err):
            os.write(stream, b"\0" + mark + b":" + status + b"\n")


session()
