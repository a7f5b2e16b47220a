import Datasets
import Foundation
import Testing

struct DatasetFoldersTests {
  private let current = URL(filePath: "/here/now", directoryHint: .isDirectory)

  @Test
  func `the folders are searched in the stated order`() {
    let folders = DatasetFolders(
      given: "given", environment: ["DROPOUT_LAB_DATA": "/set", "XDG_DATA_HOME": "/xdg", "HOME": "/home"],
      current: current)
    #expect(
      folders.roots.map(\.path) == [
        "/here/now/given", "/set", "/here/now/data", "/here/shared/data", "/xdg/dropout-lab",
      ])
    #expect(folders.own.path == "/here/now/given")
  }

  @Test
  func `without settings the user's data folder is used, and a relative XDG path is ignored`() {
    let folders = DatasetFolders(
      given: nil, environment: ["HOME": "/home/me", "XDG_DATA_HOME": "relative", "DROPOUT_LAB_DATA": ""],
      current: current)
    #expect(folders.roots.map(\.path) == ["/here/now/data", "/here/shared/data", "/home/me/.local/share/dropout-lab"])
    #expect(folders.own.path == "/home/me/.local/share/dropout-lab")
  }

  @Test(arguments: [
    ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
    [
      "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
      "t10k-labels-idx1-ubyte.gz",
    ],
    ["train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"],
  ])
  func `all usual spellings of the file names are found`(names: [String]) throws {
    let folder = try TemporaryFolder()
    for name in names { try folder.write([], "mnist/\(name)") }
    let folders = DatasetFolders(roots: [folder.url("none"), folder.root], own: folder.root)
    #expect(try folders.locate(.named(.mnist)).map(\.lastPathComponent) == names)
    #expect(try folders.locate(.folder(path: folder.url("mnist").path)).map(\.lastPathComponent) == names)
  }

  @Test
  func `a plain file goes before a packed one, and the first root before the second`() throws {
    let folder = try TemporaryFolder()
    for root in ["a", "b"] {
      for name in ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"] {
        try folder.write([], "\(root)/kmnist/\(name)-ubyte.gz")
      }
    }
    try folder.write([], "b/kmnist/train-images-idx3-ubyte")
    let both = DatasetFolders(roots: [folder.url("a"), folder.url("b")], own: folder.root)
    #expect(try both.locate(.named(.kmnist))[0].path == folder.url("a/kmnist/train-images-idx3-ubyte.gz").path)
    let second = DatasetFolders(roots: [folder.url("b")], own: folder.root)
    #expect(try second.locate(.named(.kmnist))[0].lastPathComponent == "train-images-idx3-ubyte")
  }

  @Test(arguments: ["emnist-letters", "emnist"])
  func `EMNIST files are found under their own prefix`(place: String) throws {
    let folder = try TemporaryFolder()
    let names = ["train-images-idx3", "train-labels-idx1", "test-images-idx3", "test-labels-idx1"]
      .map { "emnist-letters-\($0)-ubyte.gz" }
    for name in names { try folder.write([], "\(place)/\(name)") }
    let folders = DatasetFolders(roots: [folder.root], own: folder.root)
    #expect(try folders.locate(.named(.emnistLetters)).map(\.lastPathComponent) == names)
  }

  @Test
  func `a folder without files of the set hides none further on, one with some does`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(at: folder.url("a/kmnist"), withIntermediateDirectories: true)
    try folder.write([], "a/kmnist/train-images-idx3-ubyte.gz.part")
    for name in ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"] {
      try folder.write([], "b/kmnist/\(name)-ubyte.gz")
    }
    let both = DatasetFolders(roots: [folder.url("a"), folder.url("b")], own: folder.url("a"))
    #expect(try both.locate(.named(.kmnist)).allSatisfy { $0.path.hasPrefix(folder.url("b").path) })
    #expect(both.root(of: [.spirals, .named(.mnist), .named(.kmnist)])?.path == folder.url("b").path)
    #expect(both.root(of: [.spirals, .named(.mnist), .folder(path: "b/kmnist")]) == nil)
    try folder.write([], "a/kmnist/train-images-idx3-ubyte.gz")
    let partly = #expect(throws: DatasetError.self) { try both.locate(.named(.kmnist)) }
    #expect(partly?.description.hasPrefix("\(folder.url("a/kmnist").path): has no file of training labels") == true)
  }

  @Test
  func `what is missing is named together with what would do`() throws {
    let folder = try TemporaryFolder()
    let folders = DatasetFolders(roots: [folder.root], own: folder.root)
    let nowhere = #expect(throws: DatasetError.self) { try folders.locate(.named(.fashionMNIST)) }
    #expect(nowhere?.kind == .missing)
    #expect(
      nowhere?.description == """
        fashion-mnist: is not there; looked in \(folder.url("fashion-mnist").path). Get it with 'dropout-lab data fetch \
        fashion-mnist', or say where it is with --data FOLDER or DROPOUT_LAB_DATA
        """)
    try folder.write([], "fashion-mnist/train-images-idx3-ubyte.gz")
    let part = #expect(throws: DatasetError.self) { try folders.locate(.named(.fashionMNIST)) }
    #expect(
      part?.description == """
        \(folder.url("fashion-mnist").path): has no file of training labels; allowed names: train-labels-idx1-ubyte, \
        train-labels-idx1-ubyte.gz
        """)
    let none = #expect(throws: DatasetError.self) { try folders.locate(.folder(path: folder.url("no").path)) }
    #expect(none?.description == "\(folder.url("no").path): is no folder")
  }
}
