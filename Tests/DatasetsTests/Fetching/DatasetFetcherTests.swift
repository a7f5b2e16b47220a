import Datasets
import Files
import Foundation
import Synchronization
import Testing

struct DatasetFetcherTests {
  private static let names = ["train-images", "train-labels", "t10k-images", "t10k-labels"]
  private static let packed = smallFiles(side: 28).files.map { Gzip.pack($0.bytes) }

  private func server(_ change: (inout LocalServer.Behaviour) -> Void = { _ in }) throws -> LocalServer {
    var behaviour = LocalServer.Behaviour(
      files: Dictionary(uniqueKeysWithValues: zip(Self.names.map { "/\($0)" }, Self.packed)))
    change(&behaviour)
    return try LocalServer(behaviour)
  }

  private func distribution(_ addresses: [(String) -> String], digests: Bool = true) -> Distribution {
    .files(
      zip(Self.names, Self.packed).map { name, bytes in
        Download(
          addresses: addresses.map { $0("/\(name)") },
          name: "\(name)-\(name.hasSuffix("images") ? "idx3" : "idx1")-ubyte.gz", size: bytes.count,
          digest: digests ? SHA256.digest(of: bytes).hex : nil)
      })
  }

  private func fetcher(_ folder: TemporaryFolder, _ distribution: Distribution) -> DatasetFetcher {
    DatasetFetcher(folders: DatasetFolders(roots: [folder.root], own: folder.root), distribution: { _ in distribution })
  }

  private func names(_ folder: TemporaryFolder, _ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url(path).path).sorted()
  }

  @Test
  func `a data set is downloaded, checked and found again without the network`() async throws {
    let server = try server()
    let folder = try TemporaryFolder()
    let events = Mutex<[DatasetFetcher.Event]>([])
    let fetcher = fetcher(folder, distribution([server.address]))
    let fetched = try await fetcher.fetch(.kmnist) { event in events.withLock { $0.append(event) } }
    #expect(fetched.dataset.training.count == 12)
    #expect(fetched.dataset.digest == smallFiles(side: 28).digest)
    #expect(events.withLock { $0 }.contains(.received("train-images-idx3-ubyte.gz", pinned: true)))
    let size = Self.packed[0].count
    #expect(events.withLock { $0 }.contains(.receiving("train-images-idx3-ubyte.gz", bytes: size, of: size)))
    server.stop()
    let again = try await fetcher.fetch(.kmnist) { event in events.withLock { $0.append(event) } }
    #expect(again.dataset == fetched.dataset)
    #expect(events.withLock { $0 }.suffix(4).allSatisfy { if case .present = $0 { true } else { false } })
    #expect(try names(folder, "kmnist").allSatisfy { $0.hasSuffix("ubyte.gz") })
  }

  @Test
  func `a file that is there must be the published one`() async throws {
    let server = try server()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let fetcher = fetcher(folder, distribution([server.address]))
    let short = Array(Self.packed[1].dropLast())
    try folder.write(short, "kmnist/train-labels-idx1-ubyte.gz")
    let error = await #expect(throws: DatasetError.self) { try await fetcher.fetch(.kmnist) }
    #expect(error?.kind == .malformed && error?.subject == folder.url("kmnist/train-labels-idx1-ubyte.gz").path)
    for digest in [short, Self.packed[1]].map({ SHA256.digest(of: $0).hex }) {
      #expect(error?.message.contains(digest) == true)
    }
    try folder.write(Self.packed[1], "kmnist/train-labels-idx1-ubyte.gz")
    #expect(try await fetcher.fetch(.kmnist).dataset.digest == smallFiles(side: 28).digest)
    #expect(server.requests == ["/train-images", "/t10k-images", "/t10k-labels"])
  }

  @Test
  func `a broken connection is continued where it stopped`() async throws {
    let server = try server { $0.breaks = [100] }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let fetcher = fetcher(folder, distribution([server.address]))
    await #expect(throws: DatasetError.self) { try await fetcher.fetch(.kmnist) }
    #expect(FileContents.size(of: folder.url("kmnist/train-images-idx3-ubyte.gz.part")) == 100)
    #expect(FileContents.size(of: folder.url("kmnist/train-images-idx3-ubyte.gz")) == 0)
    _ = try await fetcher.fetch(.kmnist)
    #expect(server.requests.prefix(2) == ["/train-images", "/train-images from 100"])
  }

  @Test
  func `a server without ranges sends everything again`() async throws {
    let server = try server {
      $0.breaks = [100]
      $0.ranges = false
    }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let fetcher = fetcher(folder, distribution([server.address]))
    await #expect(throws: DatasetError.self) { try await fetcher.fetch(.kmnist) }
    #expect(try await fetcher.fetch(.kmnist).dataset.digest == smallFiles(side: 28).digest)
  }

  @Test
  func `a file with another digest is refused and removed`() async throws {
    let server = try server { $0.files["/t10k-labels"]?[12] ^= 1 }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let error = await #expect(throws: DatasetError.self) {
      try await fetcher(folder, distribution([server.address])).fetch(.kmnist)
    }
    #expect(error?.kind == .network)
    #expect(
      error?.description.hasPrefix("t10k-labels-idx1-ubyte.gz: was not received well: SHA-256 ") == true)
    #expect(try names(folder, "kmnist").count == 3)
  }

  @Test
  func `a download without a known digest says that it is not pinned`() async throws {
    let server = try server()
    defer { server.stop() }
    let events = Mutex<[DatasetFetcher.Event]>([])
    let folder = try TemporaryFolder()
    _ = try await fetcher(folder, distribution([server.address], digests: false)).fetch(.kmnist) { event in
      events.withLock { $0.append(event) }
    }
    #expect(events.withLock { $0 }.contains(.received("t10k-labels-idx1-ubyte.gz", pinned: false)))
  }

  @Test
  func `the next mirror is tried when one fails`() async throws {
    let server = try server()
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let events = Mutex<[DatasetFetcher.Event]>([])
    let broken = { (path: String) in server.address("/gone" + path) }
    _ = try await fetcher(folder, distribution([broken, server.address])).fetch(.kmnist) { event in
      events.withLock { $0.append(event) }
    }
    let failure = DatasetError(
      .network, server.address("/gone/train-images"), "the server answers with status 404")
    #expect(events.withLock { $0 }.contains(.failed(failure)))
  }

  @Test
  func `without a network the error says what to do`() async throws {
    let server = try server()
    server.stop()
    let folder = try TemporaryFolder()
    let error = await #expect(throws: DatasetError.self) {
      try await fetcher(folder, distribution([server.address])).fetch(.kmnist)
    }
    let text = error?.description ?? ""
    #expect(error?.kind == .network)
    #expect(text.hasPrefix("train-images-idx3-ubyte.gz: could not be downloaded (http://127.0.0.1:"), "\(text)")
    #expect(
      text.contains("Without a network, get the file on another machine and put it into \(folder.url("kmnist").path)"))
  }

  @Test
  func `the members of a zip archive become the files of a set`() async throws {
    let members = ["train-images-idx3", "train-labels-idx1", "test-images-idx3", "test-labels-idx1"]
      .map { "gzip/emnist-digits-\($0)-ubyte.gz" }
    let zip = ZipWriter.archive(zip(members, Self.packed).map { ($0, $1) } + [("gzip/other", [1, 2, 3])])
    let server = try server { $0.files["/gzip.zip"] = zip }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let archive = Download(
      addresses: [server.address("/gzip.zip")], name: "gzip.zip", size: zip.count, digest: SHA256.digest(of: zip).hex)
    let fetcher = fetcher(folder, .archive(archive, members: members))
    let fetched = try await fetcher.fetch(.emnistDigits)
    #expect(fetched.dataset.digest == smallFiles(side: 28).digest)
    #expect(fetched.files.map(\.lastPathComponent) == members.map { String($0.dropFirst(5)) })
    _ = try await fetcher.fetch(.emnistDigits)
    #expect(server.requests == ["/gzip.zip"])
  }

  @Test
  func `every official download has a digest, a size and an address`() {
    for set in NamedDataset.allCases {
      let downloads =
        switch Distribution.official(set) {
        case .files(let downloads): downloads
        case .archive(let download, let members): members.count == 4 ? [download] : []
        }
      #expect(!downloads.isEmpty)
      for download in downloads {
        #expect(download.digest.flatMap { SHA256Digest(hex: $0) } != nil && download.size > 0)
        #expect(download.addresses.allSatisfy { URL(string: $0)?.lastPathComponent == download.name })
      }
    }
  }
}
