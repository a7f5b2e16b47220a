import Files
import Foundation
import Testing

struct SealedFileTests {
  private let file = SealedFile(
    kind: "result", fields: [SealedFile.Field("trial", "2ca3"), SealedFile.Field("note", "")], body: [0, 10, 255])

  @Test func `a file proves itself`() throws {
    let head =
      "dropout-lab result 1 sha256=\(SHA256.digest(of: Array("result trial=2ca3 note=\n".utf8) + [0, 10, 255]).hex)"
    #expect(file.bytes == Array("\(head) bytes=3 trial=2ca3 note=\n".utf8) + [0, 10, 255])
    #expect(try SealedFile(file.bytes, kind: "result", path: "a") == file)
    #expect(file["trial"] == "2ca3" && file["other"] == nil)
  }

  @Test func `no bit of it can change`() {
    for place in file.bytes.indices {
      for bit in 0..<8 {
        var bytes = file.bytes
        bytes[place] ^= 1 << bit
        #expect(throws: SealError.self) { _ = try SealedFile(bytes, kind: "result", path: "a") }
      }
    }
  }

  @Test func `no end of it can be missing, nothing be added, and no other kind be taken for it`() {
    for count in file.bytes.indices {
      #expect(throws: SealError.self) { _ = try SealedFile(Array(file.bytes[..<count]), kind: "result", path: "a") }
    }
    #expect(throws: SealError.self) { _ = try SealedFile(file.bytes + [0], kind: "result", path: "a") }
    #expect(throws: SealError.self) { _ = try SealedFile(file.bytes, kind: "checkpoint", path: "a") }
  }

  @Test func `bytes come back as they were laid out, and end with an error where they end early`() throws {
    var writer = ByteWriter()
    writer.write(-3)
    writer.write(-0.0)
    writer.write("ä")
    writer.write([Float.nan, 1.5])
    writer.write([Double.infinity])
    writer.write(list: [1, 2]) { $1.write($0) }
    var reader = ByteReader(writer.bytes)
    #expect(try reader.int() == -3)
    #expect(try reader.double().bitPattern == (-0.0).bitPattern)
    #expect(try reader.text() == "ä")
    #expect(try reader.floats().map(\.bitPattern) == [Float.nan.bitPattern, Float(1.5).bitPattern])
    #expect(try reader.doubles() == [.infinity])
    let list = try reader.list { reader throws(MalformedBytes) in try reader.int() }
    #expect(list == [1, 2] && reader.isAtEnd)
    #expect(throws: MalformedBytes.self) { _ = try reader.int() }
    var huge = ByteReader([255, 255, 255, 255, 255, 255, 255, 127, 0])
    #expect(throws: MalformedBytes.self) { _ = try huge.doubles() }
  }
}

struct FileSystemKindTests {
  private static let mounts = """
    22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
    31 22 0:45 / /home rw,nosuid shared:2 master:1 - nfs4 server:/home rw,vers=4.2
    32 22 0:46 / /scratch rw - lustre 10.0.0.1@tcp:/scratch rw
    33 22 0:47 / /mnt rw shared:3 - fuse.sshfs user@host: rw
    34 22 259:260 / /data rw - xfs /dev/nvme0n1 rw
    35 22 8:2 / /ntfs rw - fuseblk /dev/sda2 rw
    """

  @Test(
    arguments: [
      (0x801, FileSystemKind.local), (45, .network("NFS")), (46, .network("Lustre")), (47, .network("FUSE")),
      (0x802, .local), (0x10_0304 | 259 << 8 & 0xFFF00, .local), (99, .local),
    ] as [(UInt64, FileSystemKind)])
  func `a device is known by the mounts of the process`(_ device: UInt64, _ kind: FileSystemKind) {
    #expect(FileSystemKind(mounts: Self.mounts, device: device) == kind)
  }

  @Test func `a folder that is not there yet lies where its parent does`() throws {
    let folder = FileManager.default.temporaryDirectory
    #expect(try FileSystemKind.of(folder.appending(path: "none/at/all")) == (try FileSystemKind.of(folder)))
  }

  @Test(arguments: [("cifs", "CIFS"), ("smb3", "CIFS"), ("nfs", "NFS"), ("ceph", "Ceph"), ("fuse.rclone", "FUSE")])
  func `names of network file systems`(_ name: String, _ title: String) {
    #expect(FileSystemKind(name: name) == .network(title))
  }
}
