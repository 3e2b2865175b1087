with

accounts as (
    select
        range as account_number,
        printf('A%04d', range) as account_id,
        ['north', 'south', 'east', 'west'][1 + range % 4] as region,
        ['starter', 'team', 'enterprise'][1 + cast(hash(range, 'plan') % 3 as integer)] as plan,
        hash(range, 'loyalty') % 10000 / cast(10000 as double) as loyalty,
        40 + 400 * power(hash(range, 'revenue') % 10000 / cast(10000 as double), 3) as usual_revenue_usd
    from range(1500)
),

months as (
    select cast(last_day(date '2024-01-31' + to_months(cast(range as integer))) as timestamp) as month_end
    from range(20)
),

drawn as (
    select
        accounts.*,
        months.month_end,
        account_id || '-' || strftime(month_end, '%Y-%m') as account_month_id,
        hash(account_number, month_end, 'engagement') % 10000 / cast(10000 as double) as engagement_draw,
        hash(account_number, month_end, 'late') % 10000 / cast(10000 as double) as late_draw,
        hash(account_number, month_end, 'tickets') % 10000 / cast(10000 as double) as ticket_draw,
        hash(account_number, month_end, 'silence') % 10000 / cast(10000 as double) as silence_draw,
        hash(account_number, month_end, 'orders') % 9 as order_draw
    from accounts
    -- An account comes up every third month, so that the 90 days after two decisions do not overlap.
    inner join months on account_number % 3 = month(month_end) % 3
),

observed as (
    select
        *,
        cast(floor(30 * power(1 - engagement_draw, 1 + loyalty)) as integer) as visits_30d,
        cast(floor(90 * engagement_draw * (1.1 - loyalty)) as integer) as days_since_order,
        round(late_draw * late_draw, 3) as late_delivery_rate,
        cast(floor(-1.2 * ln(ticket_draw + 0.0001)) as integer) as tickets_30d,
        round(usual_revenue_usd * (0.6 + 0.6 * (1 - engagement_draw)), 2) as revenue_30d_usd
    from drawn
),

happened as (
    select
        *,
        3.2 - 0.025 * days_since_order - 2.5 * late_delivery_rate - 0.35 * tickets_30d + 0.03 * visits_30d
            as attachment
    from observed
)

select
    account_month_id,
    account_id,
    region,
    plan,
    visits_30d,
    days_since_order,
    tickets_30d,
    late_delivery_rate,
    revenue_30d_usd,
    percent_rank() over (partition by month_end order by revenue_30d_usd desc) as revenue_rank,
    -- Margin of 25 % a year, kept at 80 % a year and discounted at 10 %: margin * r / (1 + i - r).
    round(12 * 0.25 * usual_revenue_usd * 0.8 / (1 + 0.1 - 0.8), 2) as clv,
    -- What happens in the 90 days after the last months is not known yet.
    case
        when month_end <= timestamp '2025-05-31'
            then case when silence_draw < 1 / (1 + exp(attachment)) then 0 else 1 + order_draw end
    end as orders_next_90d,
    month_end
from happened
