import { zlibSync } from "fflate";
import { describe, expect, it } from "vitest";
import { messageType } from "./_message-type.ts";
import { encodeHeader } from "./encode-header.ts";
import { Fields, undefinedAddress } from "./fields.ts";
import {
  chunkFile,
  contiguous,
  craft,
  datasetFile,
  float32,
  hardLink,
  message,
  otherLink,
  pipeline,
  shaped,
  singleChunk,
} from "./fixtures/craft.ts";
import { refusalOf } from "./fixtures/refusal-of.ts";
import { readHdf5 } from "./reader.ts";
import { hdf5Dataset, hdf5Group } from "./sources.ts";
import type { Hdf5Dataset } from "./types.ts";
import { writeHdf5 } from "./writer.ts";

const readX = (bytes: Uint8Array) => (readHdf5(bytes).entries.get("x") as Hdf5Dataset).read();

const clean = writeHdf5(
  hdf5Group([["x", hdf5Dataset({ dtype: "float32", shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) })]]),
);
const six = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
const x = 'Cannot read HDF5 dataset "/x":';

describe("a hostile file", () => {
  it.each<[string, Uint8Array, string]>([
    [
      "that is text",
      new TextEncoder().encode("weights?"),
      'Cannot read HDF5 file: it must have the signature of HDF5, this is not an HDF5 file, received "weights?"',
    ],
    [
      "that is empty",
      new Uint8Array(0),
      'Cannot read HDF5 file: it must have the signature of HDF5, this is not an HDF5 file, received ""',
    ],
    [
      "that ends early",
      clean.subarray(0, clean.length - 8),
      `Cannot read HDF5 file: it is truncated: it must have the ${clean.length} bytes that its superblock declares, ` +
        `received ${clean.length - 8}`,
    ],
    [
      "with a superblock of version 9",
      Uint8Array.from(clean, (byte, i) => (i === 8 ? 9 : byte)),
      "Cannot read HDF5 file: the superblock must be of version 0, 1, 2, 3, others are not supported, received 9",
    ],
    [
      "with a soft link",
      craft((space) => space.add(encodeHeader([otherLink("x", 1)], "root"))),
      'Cannot read HDF5 object "/x": a member of a group must be in it, links to other places are not followed, ' +
        'received "soft link"',
    ],
    [
      "with an external link",
      craft((space) => space.add(encodeHeader([otherLink("x", 64)], "root"))),
      'Cannot read HDF5 object "/x": a member of a group must be in it, links to other places are not followed, ' +
        'received "external link"',
    ],
    [
      "with data in another file",
      datasetFile(() => [shaped(1), float32, contiguous(0, 4), message(messageType.externalFiles, new Uint8Array(8))]),
      `${x} a dataset must hold its own data, external files are not followed`,
    ],
    [
      "with a virtual dataset",
      datasetFile(() => [shaped(1), float32, message(messageType.layout, Uint8Array.of(4, 3))]),
      `${x} a dataset must hold its own data, virtual ones over other datasets are not supported`,
    ],
    [
      "that declares 2^62 elements",
      datasetFile(() => [shaped(2 ** 31, 2 ** 31), float32, singleChunk(0, 4)]),
      `${x} the shape declares more than 2^53 elements, it must be smaller, received [2147483648, 2147483648]`,
    ],
    [
      "that declares 4 TB and stores nothing",
      datasetFile(() => [shaped(2 ** 20, 2 ** 20), float32, contiguous(undefinedAddress, 2 ** 42)]),
      `${x} it must not declare more than 67108864 bytes of data that it does not store (limit expandedBytes), ` +
        "received 4398046511104",
    ],
    [
      "with a dimension of 2^63",
      datasetFile(() => [
        message(messageType.dataspace, new Fields(16).u8(1, 1).skip(13).u8(0x80).bytes),
        float32,
        contiguous(undefinedAddress, 0),
      ]),
      `${x} a dimension in the dataspace message is too large: it must be a safe integer, below 2^53, ` +
        "received 9223372036854776000",
    ],
    [
      "with a chunk of 3.6 GB",
      datasetFile(() => [shaped(3, 2), float32, singleChunk(96, 24, [30_000, 30_000]), pipeline(1)]),
      `${x} a chunk declares a shape larger than the limit of 67108864 bytes, received [30000, 30000]`,
    ],
    [
      "deflated twice",
      chunkFile(zlibSync(zlibSync(six)), 1, 1),
      `${x} a chunk must not go through the same filter twice, received "deflate"`,
    ],
    [
      "whose chunk inflates past its shape",
      chunkFile(zlibSync(new Uint8Array(1000)), 1),
      `${x} a deflated chunk must not be larger than the 24 bytes of its shape, received 1000`,
    ],
    [
      "whose chunk inflates to less than its shape",
      chunkFile(zlibSync(new Uint8Array(20)), 1),
      `${x} a deflated chunk must have the 24 bytes of its shape, received 20`,
    ],
    [
      "whose chunk is no deflate stream",
      chunkFile(Uint8Array.of(0x78, 0x9c, 0xff, 0xff, 0xff, 0xff, 0, 0), 1),
      `${x} a chunk must be a valid deflate stream, it is corrupt, received "Error: invalid block type"`,
    ],
    [
      "whose deflated chunk has another checksum",
      chunkFile(
        zlibSync(six).map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte)),
        1,
      ),
      `${x} the checksum of a deflated chunk must be 692257824, received 692257825`,
    ],
    [
      "whose guarded chunk has another checksum",
      chunkFile(Uint8Array.of(...six, 1, 2, 3, 4), 3),
      `${x} the checksum of a chunk must be 1761714561, received 67305985`,
    ],
    [
      "with a filter of its own",
      chunkFile(six, 300),
      `${x} a filter must be deflate, shuffle or fletcher32, others are not supported, received "300"`,
    ],
    [
      "whose chunk is not in it",
      datasetFile(() => [shaped(3, 2), float32, singleChunk(2 ** 40, 24), pipeline(2)]),
      `${x} a chunk must not begin beyond the end of the file's 288 bytes, received 1099511627776`,
    ],
    [
      "that declares more data than its layout",
      datasetFile((at) => [shaped(4, 2), float32, contiguous(at, 24)], six),
      `${x} the shape declares 32 bytes, which must not be more than are stored, received 24`,
    ],
    [
      "with data beyond its end",
      datasetFile((at) => [shaped(1000), float32, contiguous(at, 4000)], six),
      `${x} the dataset's data must not end beyond the end of the file's 264 bytes, received 4096`,
    ],
    [
      "of a compound type",
      datasetFile(() => [
        shaped(1),
        message(messageType.datatype, new Fields(8).u8(0x16, 1, 0, 0).u32(4).bytes),
        contiguous(96, 4),
      ]),
      `${x} the datatype must be a number, a boolean or a text, others are not supported, received "compound"`,
    ],
    [
      "of references",
      datasetFile(() => [
        shaped(1),
        message(messageType.datatype, new Fields(8).u8(0x17, 0, 0, 0).u32(8).bytes),
        contiguous(96, 8),
      ]),
      `${x} the datatype must be a number, a boolean or a text, others are not supported, received "reference"`,
    ],
    [
      "of lists",
      datasetFile(() => [
        shaped(1),
        message(messageType.datatype, new Fields(8).u8(0x19, 0, 0, 0).u32(16).bytes),
        contiguous(96, 16),
      ]),
      `${x} the datatype must be a number, a boolean or a text, others are not supported, ` +
        'received "variable-length sequence"',
    ],
    [
      "marked as bfloat16 whose type is uint16",
      writeHdf5(
        hdf5Group([
          ["x", hdf5Dataset({ dtype: "uint16", shape: [1], data: Uint16Array.of(1) }, [["dtype", "bfloat16"]])],
        ]),
      ),
      `${x} a dataset marked as bfloat16 must have a datatype of 2 opaque bytes or bfloat16, received "uint16"`,
    ],
    [
      "with a rank of 33",
      datasetFile(() => [message(messageType.dataspace, new Fields(8).u8(1, 33).bytes), float32, contiguous(96, 4)]),
      `${x} the rank of a dataspace must not be larger than 32, received 33`,
    ],
    [
      "whose header goes on in itself",
      craft((space) => {
        const at = space.end;
        const body = new Fields(16).u64(at + 16, 24).bytes;
        return space.add(
          encodeHeader([message(messageType.continuation, body), message(0, new Uint8Array(8))], "root"),
        );
      }),
      "Cannot read HDF5 file: an object header's block must not be reached twice, its tree has a cycle or is corrupt, " +
        "received 112",
    ],
    [
      "with the same name twice",
      craft((space) => space.add(encodeHeader([hardLink("x", 96), hardLink("x", 96)], "root"))),
      'Cannot read HDF5 group "/": a group must not have the same name twice, received "x"',
    ],
    [
      "with a path for a name",
      craft((space) => space.add(encodeHeader([hardLink("../x", 96)], "root"))),
      'Cannot read HDF5 group "/": a name must not be empty or a path, received "../x"',
    ],
  ])("%s is refused", (_, bytes, expected) => {
    expect(refusalOf(() => readX(bytes))).toBe(expected);
    expect([...(readX(clean).data as Float32Array)]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
