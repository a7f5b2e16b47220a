import Datasets
import Files
import Foundation
import Testing

/// Where the real MNIST is, when it is.
let realMNIST: DatasetFolders? = {
  let folders = DatasetFolders(
    given: nil, environment: ProcessInfo.processInfo.environment,
    current: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent())
  return (try? folders.locate(.named(.mnist))) == nil ? nil : folders
}()

struct DatasetStoreTests {
  private func store(_ folder: TemporaryFolder) -> DatasetStore {
    DatasetStore(folders: DatasetFolders(roots: [folder.root], own: folder.root))
  }

  @Test
  func `a folder of files is loaded once, then remembered`() throws {
    let folder = try TemporaryFolder()
    _ = try smallFiles().write(to: folder.url("mine"))
    let store = store(folder)
    let source = DatasetSource.folder(path: folder.url("mine").path)
    let loaded = try store.load(source, seed: 1)
    try FileManager.default.removeItem(at: folder.url("mine"))
    #expect(try store.load(source, seed: 2) == loaded)
    #expect(loaded.digest == smallFiles().digest)
  }

  @Test
  func `a failed load is tried again`() throws {
    let folder = try TemporaryFolder()
    let store = store(folder)
    let source = DatasetSource.folder(path: folder.url("late").path)
    #expect(throws: DatasetError.self) { try store.load(source, seed: 1) }
    _ = try smallFiles().write(to: folder.url("late"))
    #expect(try store.load(source, seed: 1).training.count == 12)
  }

  @Test
  func `workers that ask at once get the same data`() async throws {
    let store = store(try TemporaryFolder())
    let digests = try await withThrowingTaskGroup(of: SHA256Digest.self) { group in
      for _ in 0..<4 { group.addTask { try store.load(.twoMoons, seed: 5).digest } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(digests).count == 1 && digests.count == 4)
  }

  @Test
  func `synthetic sets follow the seed`() throws {
    let store = store(try TemporaryFolder())
    #expect(try store.load(.spirals, seed: 1).digest != store.load(.spirals, seed: 2).digest)
  }

  @Test
  func `a changed pixel of a plain MNIST file is found out`() throws {
    let folder = try TemporaryFolder()
    let images = { (count: Int) in
      IDXFile(dimensions: [count, 28, 28], values: [UInt8](repeating: 0, count: count * 784))
    }
    let labels = { (count: Int) in IDXFile(dimensions: [count], values: [UInt8](repeating: 0, count: count)) }
    let files = DatasetFiles(
      files: [images(6), labels(6), images(2), labels(2)], names: ["a", "b", "c", "d"])
    _ = try files.write(to: folder.url("mnist"))
    let error = #expect(throws: DatasetError.self) { try store(folder).load(.named(.mnist), seed: 1) }
    let path = folder.url("mnist/train-images-idx3-ubyte.gz").path
    #expect(
      error?.description.hasPrefix(
        "\(path): is not the published file of mnist: SHA-256 of the content is \(IDXFile.digest(of: [images(6)])), "
          + "expected ba891046e650") == true)
  }

  @Test(.enabled(if: realMNIST != nil, "MNIST was not found in $DROPOUT_LAB_DATA, ./data or ../shared/data"))
  func `the real MNIST is read, recognised and counted`() throws {
    let store = DatasetStore(folders: try #require(realMNIST))
    let mnist = try store.load(.named(.mnist), seed: 1)
    #expect(mnist.training.count == 60_000 && mnist.test.count == 10_000)
    #expect(mnist.shape == ExampleShape(height: 28, width: 28) && mnist.classes == 10)
    // The first labels, and the counts per class, that LeCun's page and every tutorial show.
    #expect(mnist.training.labels.prefix(10) == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
    #expect(mnist.test.labels.prefix(5) == [7, 2, 1, 0, 4])
    let counts = (0..<10).map { c in mnist.training.labels.count { $0 == c } }
    #expect(counts == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    let dealt = try mnist.deal(
      DatasetSpec(source: .named(.mnist), training: 1000, validation: 500, test: 100), seed: 1, replicate: 0)
    #expect(
      (0..<10).map { c in dealt.training.labels.count { $0 == c } } == [99, 112, 99, 102, 97, 90, 99, 105, 98, 99])
  }
}
