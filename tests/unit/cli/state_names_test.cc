#include "services/cli/state_names.h"

#include <gtest/gtest.h>

#include "services/cli/error_text.h"

namespace vigil::cli {
namespace {

StateNames Example() {
  membership::v1::ListStatesResponse states;
  const auto add = [&](const char* iso3, const char* iso2, const char* name,
                       const char* short_name) {
    membership::v1::State& state = *states.add_states();
    state.set_name(std::string("states/") + iso3);
    state.set_iso3(iso3);
    state.set_iso2(iso2);
    state.set_display_name(name);
    state.set_short_name(short_name);
  };
  add("chn", "cn", "China", "China");
  add("prk", "kp", "Democratic People's Republic of Korea", "North Korea");
  add("kor", "kr", "Republic of Korea", "South Korea");
  add("gnb", "gw", "Guinea-Bissau", "Guinea-Bissau");
  return StateNames(states);
}

TEST(StateNamesTest, FindAStateByAnyOfItsNames) {
  for (const char* const text : {"CHN", "chn", "cn", "China", "states/chn"}) {
    EXPECT_EQ(Example().Find(text).value_or(""), "states/chn") << text;
  }
  EXPECT_EQ(Example().Find("north korea").value_or(""), "states/prk");
  EXPECT_EQ(Example().Find("north-korea").value_or(""), "states/prk");
  EXPECT_EQ(Example().Find("guinea bissau").value_or(""), "states/gnb");
}

TEST(StateNamesTest, SuggestWhatIsAlike) {
  const absl::Status status = Example().Find("korea").status();

  EXPECT_EQ(ExitCodeOf(status), 2);
  EXPECT_EQ(status.message(),
            "no state is called 'korea'; do you mean South Korea or North "
            "Korea?");
  EXPECT_EQ(Example().Find("atlantis").status().message(),
            "no state is called 'atlantis'; see 'vigil state list'");
}

TEST(StateNamesTest, TellShortNames) {
  EXPECT_EQ(Example().ShortName("states/prk"), "North Korea");
  EXPECT_EQ(Example().ShortName("states/xyz"), "XYZ");
}

TEST(StateNamesTest, NeedNoServiceForCodes) {
  Session session;
  session.options.data = "/nowhere";

  EXPECT_EQ(FindStates(session, {"CHN", "blr"}).value(),
            (std::vector<std::string>{"states/chn", "states/blr"}));
  EXPECT_TRUE(FindStates(session, {}).value().empty());
  EXPECT_FALSE(FindStates(session, {"China"}).ok());
}

}  // namespace
}  // namespace vigil::cli
