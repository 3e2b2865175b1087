with

scores as (
    select * from {{ ref('assay_evaluation__exchange_scores') }}
    where purpose = 'interaction'
),

-- Partial dependence of each set of columns at every donor's values, less its mean.
dependences as (
    select
        use_case,
        model_version,
        first_column,
        second_column,
        donor,
        {{ assay.exact_sum('raw_score') }} / count(*) as dependence,
        count(*) as n
    from scores
    group by use_case, model_version, first_column, second_column, donor
),

centred as (
    select
        *,
        dependence - cast(sum(cast(dependence as decimal(38, 12))) over columns as double)
        / count(*) over columns as height
    from dependences
    window columns as (partition by use_case, first_column, second_column)
),

compared as (
    select
        pairs.use_case,
        pairs.model_version,
        pairs.first_column,
        pairs.second_column,
        pairs.height,
        pairs.height - firsts.height - seconds.height as surplus,
        pairs.n
    from centred as pairs
    inner join centred as firsts
        on
            pairs.use_case = firsts.use_case
            and pairs.donor = firsts.donor
            and pairs.first_column = firsts.first_column
            and firsts.first_column = firsts.second_column
    inner join centred as seconds
        on
            pairs.use_case = seconds.use_case
            and pairs.donor = seconds.donor
            and pairs.second_column = seconds.first_column
            and seconds.first_column = seconds.second_column
    where pairs.first_column <> pairs.second_column
),

summed as (
    select
        use_case,
        model_version,
        first_column,
        second_column,
        {{ assay.exact_sum('surplus * surplus') }} / count(*) as surplus_square,
        {{ assay.exact_sum('height * height') }} / count(*) as height_square,
        max(n) as n
    from compared
    group by use_case, model_version, first_column, second_column
),

interactions as (
    select
        use_case,
        model_version,
        first_column,
        second_column,
        cast(row_number() over (
            partition by use_case order by surplus_square desc, first_column asc, second_column asc
        ) as integer) as interaction_rank,
        sqrt(surplus_square) as interaction_size,
        surplus_square / nullif(height_square, 0) as interaction_rate,
        n
    from summed
)

select * from interactions
