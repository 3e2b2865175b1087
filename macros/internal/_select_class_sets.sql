{% macro _select_class_sets() %}
{#- One row per use case whose learners read one of several labels: how many there are, the rows of the rarest, whether
    one fold holds a whole class, the rows of a class that the model of the first time-ordered fold has at least, and
    the names of declared classes. Reads the CTEs `use_cases` and `examples`. -#}
select
    use_case,
    count(*) as class_count,
    min(row_count) as rarest_class_rows,
    min(first_rows) as rarest_class_first_rows,
    max(case when row_count = largest_fold_rows then 1 else 0 end) as has_class_in_one_fold,
    {{ assay.ordered_text('label_class', 'label') }} as class_names
from (
    select
        use_case,
        label,
        label_class,
        sum(row_count) as row_count,
        sum(first_rows) as first_rows,
        max(row_count) as largest_fold_rows
    from (
        select
            examples.use_case,
            examples.label,
            examples.label_class,
            examples.fold,
            count(case when examples.learned_from_fold = 1 then 1 end) as first_rows,
            count(*) as row_count
        from examples
        inner join use_cases on examples.use_case = use_cases.use_case
        where use_cases.task in ('binary', 'multiclass')
        group by examples.use_case, examples.label, examples.label_class, examples.fold
    ) as folds_of_classes
    group by use_case, label, label_class
) as classes
group by use_case
{% endmacro %}
