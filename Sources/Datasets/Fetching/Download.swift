/// One file to be downloaded: where it is, how large, and by which digest it is recognised.
package struct Download: Hashable, Sendable {
  /// The same file at several addresses, tried in order.
  package let addresses: [String]
  /// The name under which it is kept.
  package let name: String
  package let size: Int
  /// SHA-256 of the file as it is downloaded; nil when none is known, and then it is not checked.
  package let digest: String?

  package init(addresses: [String], name: String, size: Int, digest: String?) {
    self.addresses = addresses
    self.name = name
    self.size = size
    self.digest = digest
  }
}

/// How a data set comes over the network.
package enum Distribution: Hashable, Sendable {
  /// Its four files, in the order of the parts.
  case files([Download])
  /// One zip archive whose members, with these names, are the four files.
  case archive(Download, members: [String])
}

// MARK: - The official places

extension Distribution {
  /// Where a named data set is published.
  ///
  /// Sizes and digests are those that TensorFlow Datasets has recorded for these very addresses
  /// (tensorflow/datasets, `url_checksums/mnist.txt`, `fashion_mnist.txt`, `kmnist.txt`, `emnist.txt`).
  package static func official(_ set: NamedDataset) -> Distribution {
    switch set {
    case .mnist: .files(mnist)
    case .fashionMNIST: .files(fashion)
    case .kmnist: .files(kuzushiji)
    case .emnistBalanced, .emnistByClass, .emnistByMerge, .emnistDigits, .emnistLetters, .emnistMNIST:
      .archive(
        emnist,
        members: ["train-images-idx3", "train-labels-idx1", "test-images-idx3", "test-labels-idx1"]
          .map { "gzip/\(set.rawValue)-\($0)-ubyte.gz" })
    }
  }

  private static let names = [
    "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
  ]

  private static func four(_ folders: [String], _ known: [(size: Int, digest: String)]) -> [Download] {
    zip(names, known).map { name, known in
      Download(addresses: folders.map { $0 + name }, name: name, size: known.size, digest: known.digest)
    }
  }

  private static let mnist = four(
    ["https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"],
    [
      (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
      (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
      (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
      (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
    ])

  private static let fashion = four(
    ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
    [
      (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
      (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
      (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
      (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
    ])

  private static let kuzushiji = four(
    ["http://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
    [
      (18_165_135, "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
      (29_497, "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"),
      (3_041_136, "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"),
      (5_120, "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"),
    ])

  private static let emnist = Download(
    addresses: [
      "https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",
      "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/gzip.zip",
    ], name: "gzip.zip", size: 561_753_746, digest: "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e")
}
