#include "services/common/api/page.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/common/api/dynamic_message.h"

namespace vigil::api {
namespace {

using Items = std::map<std::string, int, std::less<>>;

absl::StatusOr<Pager> PagerFor(const std::string& text) {
  return Pager::For(*NewMessage("ListRequest", text));
}

absl::StatusOr<Pager> PagerWithToken(const std::string& token) {
  return PagerFor(
      absl::StrCat("parent: 'p' page_token: '", absl::CEscape(token), "'"));
}

std::string GoodToken() { return PagerFor("parent: 'p'")->TokenAfter("key"); }

Items Numbered(int count) {
  Items items;
  for (int i = 0; i < count; ++i) items[absl::StrCat("p/", 100 + i)] = i;
  return items;
}

bool All(int) { return true; }

// Reads all pages of `items` under `prefix`, each of `size`, as a client does.
std::vector<std::vector<int>> PagesOf(const Items& items, int size,
                                      const std::string& prefix,
                                      const std::function<bool(int)>& keep) {
  std::vector<std::vector<int>> pages;
  std::string token;
  do {
    const auto pager = PagerFor(
        absl::StrCat("page_size: ", size, " page_token: '", token, "'"));
    EXPECT_TRUE(IsOk(pager));
    pages.emplace_back();
    token = Paginate(*pager, items, prefix, keep,
                     [&](int item) { pages.back().push_back(item); });
  } while (!token.empty());
  return pages;
}

TEST(PageSizeTest, IsFiftyByDefaultAndAtMostAThousand) {
  EXPECT_EQ(*PageSize(0), 50);
  EXPECT_EQ(*PageSize(1), 1);
  EXPECT_EQ(*PageSize(1000), 1000);
  EXPECT_EQ(*PageSize(1001), 1000);
  EXPECT_EQ(*PageSize(INT32_MAX), 1000);
  EXPECT_TRUE(FailsWith(PageSize(-1), absl::StatusCode::kInvalidArgument,
                        "INVALID_FIELD"));
  EXPECT_EQ(FieldViolationsOf(PageSize(-1).status()).front().field,
            "page_size");
}

TEST(PageTokenTest, GivesBackTheKeyInTheSameQuery) {
  const auto pager = PagerWithToken(GoodToken());

  ASSERT_TRUE(IsOk(pager));
  EXPECT_EQ(pager->after(), "key");
  EXPECT_EQ(pager->size(), 50);
}

TEST(PageTokenTest, AllowsAnotherPageSize) {
  const auto pager = PagerFor(
      absl::StrCat("parent: 'p' page_size: 7 page_token: '", GoodToken(), "'"));

  ASSERT_TRUE(IsOk(pager));
  EXPECT_EQ(pager->after(), "key");
  EXPECT_EQ(pager->size(), 7);
}

TEST(PageTokenTest, RefusesTheTokenOfAnotherQuery) {
  for (const char* query : {"parent: 'q'", "parent: 'p' filter: 'a = b'", ""}) {
    const auto pager =
        PagerFor(absl::StrCat(query, " page_token: '", GoodToken(), "'"));
    EXPECT_TRUE(FailsWith(pager, absl::StatusCode::kInvalidArgument,
                          "PAGE_TOKEN_MISMATCH"))
        << query;
  }
}

TEST(PageTokenTest, RefusesTheTokenOfAnotherMethod) {
  const auto request =
      NewMessage("ListOthersRequest",
                 absl::StrCat("parent: 'p' page_token: '", GoodToken(), "'"));
  EXPECT_TRUE(FailsWith(Pager::For(*request), "PAGE_TOKEN_MISMATCH"));
}

TEST(PageTokenTest, RefusesEveryChangedByte) {
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(GoodToken(), &bytes));
  for (char& byte : bytes) {
    byte ^= 1;
    const auto pager = PagerWithToken(absl::WebSafeBase64Escape(bytes));
    EXPECT_TRUE(FailsWith(pager, absl::StatusCode::kInvalidArgument,
                          "PAGE_TOKEN_INVALID"));
    byte ^= 1;
  }
}

TEST(PageTokenTest, RefusesWhatIsNoToken) {
  const std::string token = GoodToken();
  for (const std::string& text :
       {std::string("x"), std::string("!!!!"), token.substr(4),
        token.substr(0, token.size() - 4), token + "AAAA",
        std::string(1024, 'A'), std::string(1025, 'A'),
        std::string(1 << 20, 'A')}) {
    EXPECT_TRUE(FailsWith(PagerWithToken(text), "PAGE_TOKEN_INVALID"));
  }
}

TEST(PageTokenTest, FitsTheLongestKey) {
  const std::string key(kMaxPageKeyLength, 'k');
  const std::string token = PagerFor("parent: 'p'")->TokenAfter(key);

  EXPECT_LE(token.size(), kMaxPageTokenLength);
  EXPECT_EQ(PagerWithToken(token)->after(), key);
}

TEST(PaginateTest, GivesEachItemOnceInOrder) {
  const std::vector<std::vector<int>> expected = {{0, 1, 2}, {3, 4, 5}, {6}};
  EXPECT_EQ(PagesOf(Numbered(7), 3, "p/", All), expected);
}

TEST(PaginateTest, AFullLastPageIsFollowedByNone) {
  const std::vector<std::vector<int>> expected = {{0, 1, 2}, {3, 4, 5}};
  EXPECT_EQ(PagesOf(Numbered(6), 3, "p/", All), expected);
}

TEST(PaginateTest, NothingIsOneEmptyPage) {
  EXPECT_EQ(PagesOf({}, 3, "", All), std::vector<std::vector<int>>{{}});
}

TEST(PaginateTest, StaysWithinThePrefix) {
  Items items = Numbered(4);
  items["o/1"] = 100;
  items["p"] = 101;
  items["p0"] = 102;
  items["q/1"] = 103;

  const std::vector<std::vector<int>> expected = {{0, 1, 2}, {3}};
  EXPECT_EQ(PagesOf(items, 3, "p/", All), expected);
}

TEST(PaginateTest, AFilterLeavesPagesFull) {
  const auto is_odd = [](int item) { return item % 2 == 1; };
  const std::vector<std::vector<int>> expected = {{1, 3}, {5, 7}};
  EXPECT_EQ(PagesOf(Numbered(9), 2, "p/", is_odd), expected);
}

TEST(PaginateTest, GoesOnBehindAnItemThatHasGone) {
  Items items = Numbered(5);
  std::vector<int> page;
  const auto keep = [](int) { return true; };
  const auto add = [&](int item) { page.push_back(item); };
  const std::string token =
      Paginate(*PagerFor("page_size: 2"), items, "p/", keep, add);
  items.erase("p/101");
  page.clear();

  Paginate(*PagerFor(absl::StrCat("page_token: '", token, "'")), items, "p/",
           keep, add);

  EXPECT_EQ(page, (std::vector<int>{2, 3, 4}));
}

}  // namespace
}  // namespace vigil::api
