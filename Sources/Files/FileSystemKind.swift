import Foundation

/// The kind of file system a path lies on, as far as it matters for databases: other machines may write there too.
package enum FileSystemKind: Hashable, Sendable {
  case local
  /// Its name, such as `NFS`.
  case network(String)

  /// The kind below the nearest folder of the path that exists.
  package static func of(_ url: URL) throws(FileError) -> FileSystemKind {
    var found = url.standardizedFileURL
    while !FileManager.default.fileExists(atPath: found.path), found.path != "/" {
      found = found.deletingLastPathComponent()
    }
    #if canImport(Darwin)
      var status = statfs()
      guard statfs(found.path, &status) == 0 else { throw FileError.last("look at the file system of", found.path) }
      return FileSystemKind(
        name: withUnsafeBytes(of: status.f_fstypename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    #else
      var status = stat()
      guard stat(found.path, &status) == 0 else { throw FileError.last("look at the file system of", found.path) }
      let mounts = try FileContents.read(URL(filePath: "/proc/self/mountinfo"))
      return FileSystemKind(mounts: String(decoding: mounts, as: UTF8.self), device: UInt64(status.st_dev))
    #endif
  }

  /// Knows the file system of a device by the mounts of the process, as proc(5) lists them; statfs is not in Glibc's map.
  package init(mounts: String, device: UInt64) {
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & 0xFFF_FF00
    let own = mounts.split(separator: "\n").last { line in
      line.split(separator: " ").dropFirst(2).first ?? "" == "\(major):\(minor)"
    }
    // Optional fields end with a hyphen; the type stands behind it.
    let words = own?.split(separator: " ") ?? []
    let type = words.firstIndex(of: "-").flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
    self.init(name: type.map(String.init) ?? "")
  }

  /// Knows a file system by the name of its type.
  package init(name: String) {
    let lower = name.lowercased()
    self = Self.networks.first { lower.hasPrefix($0.prefix) }.map { .network($0.title) } ?? .local
  }

  /// `fuseblk` is a local disk; every other FUSE may be anything.
  private static let networks = [
    (prefix: "nfs", title: "NFS"), (prefix: "lustre", title: "Lustre"), (prefix: "cifs", title: "CIFS"),
    (prefix: "smb", title: "CIFS"), (prefix: "fuse.", title: "FUSE"), (prefix: "macfuse", title: "FUSE"),
    (prefix: "osxfuse", title: "FUSE"), (prefix: "gpfs", title: "GPFS"), (prefix: "beegfs", title: "BeeGFS"),
    (prefix: "ceph", title: "Ceph"), (prefix: "afs", title: "AFS"), (prefix: "panfs", title: "PanFS"),
    (prefix: "orangefs", title: "OrangeFS"), (prefix: "gfs2", title: "GFS2"), (prefix: "ocfs2", title: "OCFS2"),
  ]
}
