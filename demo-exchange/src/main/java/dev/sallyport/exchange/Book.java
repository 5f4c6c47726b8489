package dev.sallyport.exchange;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Made-up money: what everybody has at first, fixed prices, and what became of orders since this program started.
@Component
class Book {
    static final String CASH = "EUR";
    private static final int MOST_ORDERS = 50;

    static final List<Market> MARKETS = List.of(
            new Market("BTC-EUR", "BTC", new BigDecimal("58210.50")),
            new Market("ETH-EUR", "ETH", new BigDecimal("2950.20")),
            new Market("SOL-EUR", "SOL", new BigDecimal("141.75")));

    private final Map<String, Wallet> wallets = new ConcurrentHashMap<>();

    record Market(String pair, String coin, BigDecimal price) {}

    record Balance(String unit, BigDecimal amount, BigDecimal worth) {}

    /// @param limit null for an order at the market's price
    /// @param state `filled` or `open`
    record Order(
            String id,
            Instant at,
            String pair,
            String side,
            BigDecimal amount,
            @Nullable BigDecimal limit,
            String state) {}

    /// What an order would be, once it can be read.
    ///
    /// @param value in euros
    record Wish(
            Market market,
            boolean buys,
            BigDecimal amount,
            @Nullable BigDecimal limit,
            BigDecimal value) {}

    /// What came of it.
    sealed interface Placed {
        record Done(Order order) implements Placed {}

        /// @param why in sentences
        record Refused(List<String> why) implements Placed {}
    }

    private static final class Wallet {
        private final Map<String, BigDecimal> free = new LinkedHashMap<>(
                Map.of(CASH, new BigDecimal("12500.00"), "BTC", new BigDecimal("0.75"), "ETH", new BigDecimal("6.2")));
        private final List<Order> orders = new ArrayList<>();
    }

    private Wallet wallet(String account) {
        return wallets.computeIfAbsent(account, a -> new Wallet());
    }

    List<Balance> balances(String account) {
        Wallet wallet = wallet(account);
        synchronized (wallet) {
            return Stream.concat(Stream.of(CASH), MARKETS.stream().map(Market::coin))
                    .map(unit -> balance(unit, wallet.free.getOrDefault(unit, BigDecimal.ZERO)))
                    .toList();
        }
    }

    private static Balance balance(String unit, BigDecimal amount) {
        return new Balance(unit, amount, worth(unit, amount));
    }

    /// In euros.
    static BigDecimal worth(String unit, BigDecimal amount) {
        Map<String, BigDecimal> prices = MARKETS.stream().collect(Collectors.toMap(Market::coin, Market::price));
        return amount.multiply(prices.getOrDefault(unit, BigDecimal.ONE)).setScale(2, RoundingMode.HALF_EVEN);
    }

    BigDecimal has(String account, String unit) {
        Wallet wallet = wallet(account);
        synchronized (wallet) {
            return wallet.free.getOrDefault(unit, BigDecimal.ZERO);
        }
    }

    /// Sets aside what is to leave.
    ///
    /// @return why that cannot be, in a sentence; empty when it is done
    Optional<String> take(String account, String unit, BigDecimal amount) {
        Wallet wallet = wallet(account);
        synchronized (wallet) {
            BigDecimal has = wallet.free.getOrDefault(unit, BigDecimal.ZERO);
            if (has.compareTo(amount) < 0) {
                return Optional.of("That needs " + amount.toPlainString() + " " + unit
                        + ", the fee included, and you have " + has.toPlainString() + ".");
            }
            wallet.free.put(unit, has.subtract(amount));
            return Optional.empty();
        }
    }

    void giveBack(String account, String unit, BigDecimal amount) {
        Wallet wallet = wallet(account);
        synchronized (wallet) {
            wallet.free.merge(unit, amount, BigDecimal::add);
        }
    }

    List<Order> orders(String account) {
        Wallet wallet = wallet(account);
        synchronized (wallet) {
            return List.copyOf(wallet.orders.reversed());
        }
    }

    /// @param mistakes where they are told, in sentences
    static @Nullable Wish read(Draft draft, List<String> mistakes) {
        Market market = MARKETS.stream()
                .filter(m -> m.pair().equals(draft.pair()))
                .findFirst()
                .orElse(null);
        if (market == null) {
            mistakes.add("Choose one of the markets.");
        }
        boolean limited = draft.kind().equals("limit");
        if (!limited && !draft.kind().equals("market")) {
            mistakes.add("An order is a market order or a limit order.");
        }
        if (!draft.side().equals("buy") && !draft.side().equals("sell")) {
            mistakes.add("Say whether to buy or to sell.");
        }
        BigDecimal amount = number(draft.amount(), 8, "amount", mistakes);
        BigDecimal limit = limited ? number(draft.price(), 2, "limit price", mistakes) : null;
        if (market == null || amount == null || !mistakes.isEmpty()) {
            return null;
        }
        BigDecimal value = amount.multiply(limit == null ? market.price() : limit);
        return new Wish(market, draft.side().equals("buy"), amount, limit, value.setScale(2, RoundingMode.UP));
    }

    static @Nullable BigDecimal number(String text, int places, String what, List<String> mistakes) {
        if (!text.strip().matches("\\d{1,9}([.,]\\d{1," + places + "})?")) {
            mistakes.add("The " + what + " is a number with up to " + places + " decimals, such as 0.25.");
            return null;
        }
        var number = new BigDecimal(text.strip().replace(',', '.'));
        if (number.signum() == 0) {
            mistakes.add("The " + what + " must be more than nothing.");
            return null;
        }
        return number;
    }

    Placed place(String account, Wish wanted) {
        Wallet wallet = wallet(account);
        synchronized (wallet) {
            if (wallet.orders.size() >= MOST_ORDERS) {
                return new Placed.Refused(
                        List.of("You have placed " + MOST_ORDERS + " orders, which is the most here."));
            }
            String coin = wanted.market().coin();
            String from = wanted.buys() ? CASH : coin;
            BigDecimal cost = wanted.buys() ? wanted.value() : wanted.amount();
            BigDecimal has = wallet.free.getOrDefault(from, BigDecimal.ZERO);
            if (has.compareTo(cost) < 0) {
                return new Placed.Refused(List.of("That needs " + cost.toPlainString() + " " + from + ", and you have "
                        + has.toPlainString() + "."));
            }
            boolean fills = fills(wanted);
            wallet.free.merge(from, cost.negate(), BigDecimal::add);
            if (fills) {
                wallet.free.merge(
                        wanted.buys() ? coin : CASH, wanted.buys() ? wanted.amount() : wanted.value(), BigDecimal::add);
            }
            var order = order(wanted, fills);
            wallet.orders.add(order);
            return new Placed.Done(order);
        }
    }

    /// A limit order that the market's price does not meet waits; prices are fixed, so it waits for good.
    private static boolean fills(Wish wanted) {
        BigDecimal limit = wanted.limit();
        if (limit == null) {
            return true;
        }
        int against = limit.compareTo(wanted.market().price());
        return wanted.buys() ? against >= 0 : against <= 0;
    }

    private static Order order(Wish wanted, boolean fills) {
        return new Order(
                UUID.randomUUID().toString(),
                Instant.now(),
                wanted.market().pair(),
                wanted.buys() ? "buy" : "sell",
                wanted.amount(),
                wanted.limit(),
                fills ? "filled" : "open");
    }
}
