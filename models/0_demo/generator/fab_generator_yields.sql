with

wafers as (
    select * from {{ ref('fab_generator_wafers') }}
),

products as (
    select * from {{ ref('fab_products') }}
),

driven as (
    select
        wafers.wafer_number,
        wafers.wafer_key,
        wafers.lot_number,
        wafers.wafer_id,
        wafers.lot_id,
        wafers.product,
        wafers.decided_day,
        products.gross_die,
        products.area_cm2,
        products.y_sys,
        products.yield_nominal,
        products.yield_limit,
        products.alpha,
        (
            {%- for effect in assay.fab_effect_list() %}
            {{ '+ ' if not loop.first }}{{ effect.sql }}
            {%- endfor %}
        ) as effect_log_density,
        (
            0
            {%- for excursion in assay.fab_excursion_list() %}
            + (case when {{ excursion.condition }} then {{ excursion.log_density }} else 0 end)
            {%- endfor %}
        ) as excursion_log_density,
        products.d0_inf + (products.d0_start - products.d0_inf)
        * exp(-wafers.decided_day / products.tau_days) as learning_density
    from wafers
    inner join products
        on wafers.product = products.product
),

drawn as (
    select
        *,
        learning_density * exp(effect_log_density + excursion_log_density) as expected_density,
        {{ assay.fab_uniform(assay.fab_draw('wafer_key', 'first cluster')) }} as cluster_draw1,
        {{ assay.fab_uniform(assay.fab_draw('wafer_key', 'second cluster')) }} as cluster_draw2,
        {{ assay.fab_draw('wafer_key', 'good die') }} as good_die_draw,
        {{ assay.fab_uniform(assay.fab_draw('wafer_key', 'sort delay')) }} as delay_draw
    from driven
),

dense as (
    select
        *,
        expected_density * -0.5 * (ln(cluster_draw1) + ln(cluster_draw2)) as defect_density,
        decided_day + 30 + 15 * delay_draw as sorted_day
    from drawn
),

survived as (
    select
        *,
        y_sys * exp(-area_cm2 * defect_density) as die_yield
    from dense
),

counted as (
    select
        *,
        -- The binomial count as a rounded normal, its third moment is lost in hundreds of dies.
        cast(least(gross_die, greatest(0, round(
            gross_die * die_yield
            + sqrt(gross_die * die_yield * (1 - die_yield)) * {{ assay.fab_normal('good_die_draw') }}
        ))) as integer) as good_die
    from survived
),

yields as (
    select
        wafer_number,
        wafer_key,
        lot_number,
        wafer_id,
        lot_id,
        product,
        gross_die,
        good_die,
        good_die / cast(gross_die as double) as sort_yield,
        area_cm2,
        y_sys,
        alpha,
        yield_nominal,
        yield_limit,
        learning_density,
        effect_log_density,
        excursion_log_density,
        expected_density,
        defect_density,
        decided_day,
        sorted_day
    from counted
)

select * from yields
