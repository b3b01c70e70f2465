"""Listens on the sandbox's own loopback, hands connections to the way out, and becomes the program.

way_out.py SOCKET PORT PROGRAM [ARGUMENT]...
"""
import os
import socket
import sys

SOCKET, PORT, PROGRAM = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
listener = socket.create_server(("127.0.0.1", PORT))
if os.fork():
    os.execv(PROGRAM[0], PROGRAM)

import asyncio

nowhere = os.open(os.devnull, os.O_RDWR)
for stream in (0, 1, 2):
    os.dup2(nowhere, stream)


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.write_eof()
    except OSError:
        writer.close()


async def serve(reader, writer):
    try:
        host_reader, host_writer = await asyncio.open_unix_connection(SOCKET)
    except OSError:
        writer.close()
        return
    await asyncio.gather(pump(reader, host_writer), pump(host_reader, writer))
    host_writer.close()
    writer.close()


async def main():
    async with await asyncio.start_server(serve, sock=listener) as server:
        await server.serve_forever()


asyncio.run(main())
